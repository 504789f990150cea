/** The settings under `llmspell.*` that concern the language server; whatever the client sends, each has a sound value. */

export interface LanguageSettings {
  readonly diagnostics: {
    /** `llmspell.diagnostics.enabled`: show errors at all. */
    readonly enabled: boolean;
    /** `llmspell.diagnostics.delay`: milliseconds without a keystroke before errors are shown. */
    readonly delay: number;
  };
}

export const defaultSettings: LanguageSettings = { diagnostics: { enabled: true, delay: 200 } };

const MAX_DELAY = 10_000;

/** From the section `llmspell` as the client knows it, or from `initializationOptions` (with or without that section around). */
export function readSettings(value: unknown): LanguageSettings {
  const options = asObject(value);
  const diagnostics = asObject(asObject(options.llmspell ?? options).diagnostics);
  const { enabled, delay } = diagnostics;
  return {
    diagnostics: {
      enabled: typeof enabled === 'boolean' ? enabled : defaultSettings.diagnostics.enabled,
      delay: typeof delay === 'number' && delay >= 0 ? Math.min(delay, MAX_DELAY) : defaultSettings.diagnostics.delay,
    },
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
