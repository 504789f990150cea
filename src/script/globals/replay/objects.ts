/** The objects of `Replay`: descriptions, without anything that runs. */
import type { LuaValue } from '../../engine/engine.ts';
import type { ScriptObject } from '../script-objects.ts';

export const MODES = ['exact', 'modified', 'simulate', 'debug'] as const;
export type ModeName = (typeof MODES)[number];

export class ReplayMode implements ScriptObject {
  readonly $object = 'ReplayMode';
  readonly fields = {};
  constructor(readonly id: ModeName) {}
}

export class ReplayModification implements ScriptObject {
  readonly $object = 'ReplayModification';
  constructor(
    readonly id: string,
    readonly value: LuaValue,
    public enabled: boolean,
  ) {}

  get fields(): { path: string; enabled: boolean } {
    return { path: this.id, enabled: this.enabled };
  }
}

export class ReplayConfig implements ScriptObject {
  readonly $object = 'ReplayConfig';
  readonly id = 'config';
  /** As Lua holds them, so that the same objects are given back. */
  readonly modifications: LuaValue[] = [];
  readonly comparesResults = true;
  readonly timeoutSeconds = 300;
  readonly stopsOnError = false;
  readonly fields: { readonly mode: string };

  constructor(
    readonly mode: LuaValue,
    readonly label: ModeName,
  ) {
    this.fields = { mode: label };
  }
}

export class ReplaySchedule implements ScriptObject {
  readonly $object = 'ReplaySchedule';
  readonly fields: { readonly type: string };
  constructor(
    readonly id: 'once' | 'interval' | 'cron',
    readonly label: string,
  ) {
    this.fields = { type: id };
  }
}

export class ReplayComparator implements ScriptObject {
  readonly $object = 'ReplayComparator';
  readonly id = 'comparator';
  readonly fields = {};
}
