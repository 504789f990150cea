import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONTROL_SLOTS, ControlSlot, type ToWorker } from '../common/wire.ts';
import { LuaInterrupt } from './engine/engine.ts';
import { Mailbox } from './mailbox.ts';

const result = (callId: number): ToWorker => ({ type: 'result', callId, value: [] });
const isResult =
  (callId: number) =>
  (message: ToWorker): boolean =>
    message.type === 'result' && message.callId === callId;

describe('the mailbox', () => {
  let channel: MessageChannel;
  let control: Int32Array;
  let mailbox: Mailbox;
  beforeEach(() => {
    channel = new MessageChannel();
    const shared = new SharedArrayBuffer(CONTROL_SLOTS * 4);
    control = new Int32Array(shared);
    mailbox = new Mailbox(channel.port2, shared);
  });
  afterEach(() => channel.port1.close());

  test('keeps what is not wanted yet, in order', () => {
    for (const id of [1, 2, 3]) channel.port1.postMessage(result(id));
    expect(mailbox.poll(isResult(3))).toEqual(result(3));
    expect(mailbox.poll(isResult(9))).toBeUndefined();
    expect(mailbox.take(() => true)).toEqual(result(1));
    expect(mailbox.take(() => true)).toEqual(result(2));
    expect(mailbox.poll(() => true)).toBeUndefined();
  });

  test('an interrupt wins over messages that wait, and is forgotten with the execution; terminate stays', () => {
    channel.port1.postMessage(result(1));
    control[ControlSlot.Interrupt] = 1;
    expect(() => mailbox.take(() => true)).toThrow(LuaInterrupt);
    mailbox.clearInterrupt();
    expect(mailbox.take(() => true)).toEqual(result(1));
    control[ControlSlot.Interrupt] = 2;
    mailbox.clearInterrupt();
    expect(() => mailbox.throwIfInterrupted()).toThrow('terminated');
  });

  test('knows whether the kernel has stirred since it last looked', () => {
    mailbox.poll(() => true);
    expect(mailbox.hasNews).toBe(false);
    Atomics.add(control, ControlSlot.Wake, 1);
    expect(mailbox.hasNews).toBe(true);
    mailbox.poll(() => true);
    expect(mailbox.hasNews).toBe(false);
  });
});
