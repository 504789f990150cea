/** Entry of a script worker: one thread, one Lua VM, served until the kernel ends the thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerData } from '../common/wire.ts';
import { createEngine } from './engine/index.ts';
import { Mailbox } from './mailbox.ts';
import { ScriptVm } from './script-vm.ts';

if (parentPort === null) throw new Error('this file runs as a worker thread of a kernel');

const { control, memoryLimit } = workerData as WorkerData;
const mailbox = new Mailbox(parentPort, control);
const engine = createEngine({ memoryLimit, handlers: {} });
mailbox.post({ type: 'ready', ticks: engine.tickBuffer });
new ScriptVm(mailbox, engine).serve();
