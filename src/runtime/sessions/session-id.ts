/**
 * Ids of sessions: UUIDs of version 7 (RFC 9562), which begin with the time and so sort by creation, also between kernels that share a store.
 * Within one millisecond a counter keeps the order.
 */
import { randomBytes } from 'node:crypto';

const MAX_COUNT = 0xfff;

export class SessionIds {
  private last = 0;
  private count = 0;

  next(now: number): string {
    if (now > this.last) {
      this.last = now;
      this.count = 0;
    } else if (this.count < MAX_COUNT) {
      this.count += 1;
    } else {
      this.last += 1;
      this.count = 0;
    }
    const time = this.last.toString(16).padStart(12, '0');
    const random = randomBytes(8);
    random[0] = (random[0]! & 0x3f) | 0x80;
    const rest = random.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.count.toString(16).padStart(3, '0')}-${rest.slice(0, 4)}-${rest.slice(4)}`;
  }
}

/** Any UUID: sessions of another program's store may have ids of another version. */
export const isSessionId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
