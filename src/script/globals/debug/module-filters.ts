/** Which modules of a script may speak: rules over module names. The rule that was added last among those that fit holds. */

export const PATTERN_TYPES = ['exact', 'wildcard', 'regex', 'hierarchical'] as const;
export type PatternType = (typeof PATTERN_TYPES)[number];
export const isPatternType = (text: string): text is PatternType => (PATTERN_TYPES as readonly string[]).includes(text);

export interface FilterRule {
  readonly pattern: string;
  readonly type: PatternType;
  readonly enabled: boolean;
}

interface Rule extends FilterRule {
  readonly fits: (module: string) => boolean;
}

export class ModuleFilters {
  /** For what no rule fits, messages without a module included. */
  defaultEnabled = true;
  readonly #rules: Rule[] = [];

  get rules(): readonly FilterRule[] {
    return this.#rules;
  }

  /** Throws SyntaxError for a regular expression that is none. */
  add(pattern: string, type: PatternType, enabled: boolean): void {
    const fits = matcher(pattern, type);
    const same = this.#rules.findIndex((rule) => rule.pattern === pattern && rule.type === type);
    if (same >= 0) this.#rules.splice(same, 1);
    this.#rules.push({ pattern, type, enabled, fits });
  }

  remove(pattern: string): boolean {
    const kept = this.#rules.filter((rule) => rule.pattern !== pattern);
    const found = kept.length < this.#rules.length;
    this.#rules.splice(0, this.#rules.length, ...kept);
    return found;
  }

  clear(): void {
    this.#rules.length = 0;
  }

  lets(module: string | undefined): boolean {
    const rule = module === undefined ? undefined : this.#rules.findLast(({ fits }) => fits(module));
    return rule?.enabled ?? this.defaultEnabled;
  }
}

function matcher(pattern: string, type: PatternType): (module: string) => boolean {
  switch (type) {
    case 'exact':
      return (module) => module === pattern;
    case 'hierarchical':
      return (module) => module === pattern || module.startsWith(`${pattern}.`);
    case 'wildcard': {
      const whole = new RegExp(`^${pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
      return (module) => whole.test(module);
    }
    case 'regex': {
      const anywhere = new RegExp(pattern, 'u');
      return (module) => anywhere.test(module);
    }
  }
}
