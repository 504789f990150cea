/** Certificates that connections trust beside those Node.js trusts anyway: the file (PEM) that `SSL_CERT_FILE` names. */
import { readFile } from 'node:fs/promises';
import { RuntimeError } from '../errors.ts';

/** Of an execution's environment. */
export const certificateFile = (env: Readonly<Record<string, string>>): string | undefined => env['SSL_CERT_FILE'] || undefined;

/** All that are trusted, together with those of the file. */
export async function withStandardCertificates(path: string): Promise<string[]> {
  const { rootCertificates } = await import('node:tls');
  try {
    return [...rootCertificates, await readFile(path, 'utf8')];
  } catch (error) {
    throw new RuntimeError('connection_failed', `cannot read the certificates of SSL_CERT_FILE: ${(error as Error).message}`, { cause: error });
  }
}
