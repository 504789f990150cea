/** What `attach` may look up on this machine: connection files and the tokens in them. */
import { readEnvironment } from '../../base/env.ts';
import { debugAddressIn, tokenForPort, type DebugAddress } from '../../kernel/client/debug-address.ts';

export const tokenOfLocalKernel = (port: number): string | undefined => tokenForPort(readEnvironment(), port);

export const readAttachTarget = (path: string): DebugAddress => debugAddressIn(path);
