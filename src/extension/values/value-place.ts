/** Which value a command of the Variables or Watch view is asked about: from what VS Code hands a menu command to what the adapter understands. Pure. */

/** What VS Code hands to a command of the menus `debug/variables/context` and `debug/watch/context`. */
export interface ViewItem {
  readonly sessionId?: string;
  /** The scope or the table that holds the variable; a watched expression. */
  readonly container?: { readonly variablesReference?: number; readonly expression?: string };
  readonly variable?: { readonly name?: string; readonly evaluateName?: string; readonly variablesReference?: number };
  /** In Watch the element itself is handed over: an expression, or a field of its value, which says how it is named in Lua. */
  readonly name?: string;
  readonly evaluateName?: string;
}

/** Arguments of the adapter's request `valueText`, but for the format. */
export type ValuePlace = { readonly variablesReference: number; readonly name: string } | { readonly expression: string };

/** undefined when the menu was opened on something that has no value. */
export function valuePlace({ container, variable, name, evaluateName }: ViewItem): ValuePlace | undefined {
  const holder = container?.variablesReference;
  if (variable?.name !== undefined && holder !== undefined && holder > 0) return { variablesReference: holder, name: variable.name };
  const expression = variable?.evaluateName ?? container?.expression ?? variable?.name ?? evaluateName ?? name;
  return expression === undefined || expression === '' ? undefined : { expression };
}

/** How a value is called in a title. */
export const valueName = (place: ValuePlace): string => ('expression' in place ? place.expression : place.name);
