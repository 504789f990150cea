/** The three frames of a message on the events socket: topic, hex HMAC-SHA256 of the body, body. Whoever reads them checks the signature. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SpellEvent } from '../../common/events.ts';

export type EventFrames = readonly [topic: string, signature: string, body: string];

const sign = (key: string, body: string | Uint8Array): string => createHmac('sha256', key).update(body).digest('hex');

export function encodeEvent(event: SpellEvent, key: string): EventFrames {
  const body = JSON.stringify(event);
  return [event.event_type, sign(key, body), body];
}

/** Answers the event, or why the message must not be believed. */
export function decodeEvent(frames: readonly Uint8Array[], key: string): { readonly event: SpellEvent } | { readonly refused: string } {
  const [topic, signature, body] = frames;
  if (frames.length !== 3 || topic === undefined || signature === undefined || body === undefined) return { refused: `${frames.length} frames instead of 3` };
  const wanted = Buffer.from(sign(key, body));
  if (signature.byteLength !== wanted.byteLength || !timingSafeEqual(signature, wanted)) return { refused: 'wrong signature' };
  try {
    const event = JSON.parse(Buffer.from(body).toString()) as SpellEvent;
    return event.event_type === Buffer.from(topic).toString() ? { event } : { refused: 'the topic is not the event type' };
  } catch {
    return { refused: 'the body is no JSON' };
  }
}
