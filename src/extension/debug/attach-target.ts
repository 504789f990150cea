/** What `attach` may look up on this machine: connection files and the tokens in them. */
import type { LocalKernel } from './launch-rules.ts';
import { readEnvironment } from '../../base/env.ts';
import { debugAddressIn, kernelOnPort, type DebugAddress } from '../../kernel/client/debug-address.ts';

export const localKernelOn = (port: number): LocalKernel | undefined => kernelOnPort(readEnvironment(), port);

export const readAttachTarget = (path: string): DebugAddress => debugAddressIn(path);
