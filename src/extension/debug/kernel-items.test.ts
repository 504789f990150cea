import { describe, expect, it } from 'vitest';
import type { DebuggableKernel } from '../../kernel/client/running-kernels.ts';
import { attachable, attachName, kernelItem, onlyKernel } from './kernel-items.ts';

const kernel = (more: Partial<DebuggableKernel>): DebuggableKernel => ({ id: 'k1', pid: 10, connectionFile: '/home/kernel-k1.json', port: 9556, program: undefined, ...more });
const ofWindow = kernel({ id: 'w', pid: 20, port: undefined });

describe('the kernels to pick from', () => {
  it('say what they are and what they run', () => {
    expect(kernelItem(kernel({ program: '/spells/main.lua' }), undefined)).toEqual({
      label: '$(server-process) k1: main.lua',
      description: 'process 10, port 9556',
      detail: 'runs /spells/main.lua',
      connectionFile: '/home/kernel-k1.json',
    });
    expect(kernelItem(kernel({}), undefined)).toMatchObject({ label: '$(server-process) k1', detail: '/home/kernel-k1.json' });
    expect(kernelItem(ofWindow, undefined).description).toBe('process 20, the kernel of an editor window');
    expect(kernelItem(ofWindow, { pid: 20, isBusy: true }).description).toBe('process 20, the kernel of this window');
  });
  it('have this window\'s kernel among them only while a script runs in it', () => {
    expect(attachable([kernel({}), ofWindow], { pid: 20, isBusy: false }).map(({ id }) => id)).toEqual(['k1']);
    expect(attachable([kernel({}), ofWindow], { pid: 20, isBusy: true }).map(({ id }) => id)).toEqual(['k1', 'w']);
    expect(attachable([ofWindow], undefined).map(({ id }) => id)).toEqual(['w']);
  });
  it('leave no question when one of them was started for it', () => {
    expect(onlyKernel([kernel({}), ofWindow])?.id).toBe('k1');
    expect(onlyKernel([ofWindow])).toBeUndefined();
    expect(onlyKernel([kernel({}), kernel({ id: 'k2' })])).toBeUndefined();
  });
  it('have configurations of their own', () => {
    expect(attachName(kernel({}))).toBe('Lua: attach to kernel k1 (port 9556)');
    expect(attachName(ofWindow)).toBe('Lua: attach to kernel w (process 20)');
  });
});
