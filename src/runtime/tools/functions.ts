/** The `Tool` functions of the Lua API. */
import { isObjectRef, type HostValue, type ObjectRef } from '../../common/values.ts';
import type { HostFunctions } from '../functions.ts';
import { findTool, listTools, requireTool } from './registry.ts';
import { runTool } from './run-tool.ts';
import type { Tool, ToolParameter } from './tool.ts';

type ToolFunctionName = Extract<keyof HostFunctions, `Tool${string}`>;

const facts = ({ name, description, category, version }: Tool) => ({ name, description, category, version });

const refOf = (tool: Tool): ObjectRef => ({ $object: 'ToolInstance', id: tool.name, fields: { ...facts(tool), schema: { $json: JSON.stringify(schemaOf(tool)) } } });

/** The tool that Lua's object stands for. */
const toolIn = (value: HostValue): Tool => requireTool(isObjectRef(value) ? value.id : '');

const parameter = ({ name, type, description, required, default: initial, values }: ToolParameter): HostValue => ({
  name,
  type,
  description,
  required: required ?? false,
  ...(initial !== undefined && { default: initial }),
  ...(values !== undefined && { values }),
});

const schemaOf = (tool: Tool): HostValue => ({ name: tool.name, description: tool.description, parameters: tool.parameters.map(parameter) });

export const toolFunctions: Pick<HostFunctions, ToolFunctionName> = {
  'Tool.list': () => [listTools().map(facts)],
  'Tool.exists': (call) => [findTool(call.args[0] as string) !== undefined],
  'Tool.get': (call) => {
    const tool = findTool(call.args[0] as string);
    return [tool && refOf(tool)];
  },
  'Tool.execute': async (call, runtime) => [await runTool(call.args[0] as string, call.args[1], call, runtime)],
  'ToolInstance:execute': async (call, runtime) => [await runTool(toolIn(call.args[0]).name, call.args[1], call, runtime)],
  'ToolInstance:getSchema': (call) => [schemaOf(toolIn(call.args[0]))],
};
