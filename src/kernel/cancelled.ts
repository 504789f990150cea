/** What an ending kernel says of the requests it cancelled, in its log and on the terminal. */

/** `1 request was cancelled: agent "poet" (openai/gpt-4o-mini), asked at /a.lua:3` */
export function cancelledText(requests: readonly string[]): string {
  const { length } = requests;
  return `${length} ${length === 1 ? 'request was' : 'requests were'} cancelled: ${requests.join('; ')}`;
}
