/** The body of an HTTP answer as a script can use it: text where it is text, else base64; JSON decoded where asked for. */
import { isUtf8 } from 'node:buffer';

export interface AnswerText {
  readonly text: string;
  readonly encoding: 'text' | 'base64';
}

const TEXT_TYPES = /^text\/|[/+](json|xml|yaml|javascript|ecmascript|x-www-form-urlencoded)\b/i;

export const mediaType = (contentType: string | null): string => (contentType ?? '').split(';')[0]!.trim().toLowerCase();

export function answerText(body: Buffer, contentType: string | null): AnswerText {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
  const decoder = charset === undefined ? undefined : decoderOf(charset);
  if (decoder !== undefined && decoder.encoding !== 'utf-8') return { text: decoder.decode(body), encoding: 'text' };
  // Servers leave out the charset, and send UTF-8 as what is not even text by its type.
  if (isUtf8(body) || TEXT_TYPES.test(mediaType(contentType))) return { text: new TextDecoder().decode(body), encoding: 'text' };
  return { text: body.toString('base64'), encoding: 'base64' };
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}

export const isJson = (contentType: string | null): boolean => /^application\/(json|[a-z0-9.+-]*\+json)$/.test(mediaType(contentType));
