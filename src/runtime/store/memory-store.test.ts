import { describeStore } from './contract.ts';
import { memoryStore } from './memory-store.ts';

describeStore('memory', () => Promise.resolve(memoryStore()));
