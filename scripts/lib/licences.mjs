// Licence texts for what does not bring its own: parts of a binary, and packages that only name their licence.
import { readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

/** @param {string} path */
const lmdbFile = (path) => readFileSync(inRoot('node_modules/lmdb/dependencies', path), 'utf8').trim();

/** What is compiled into the binaries of zeromq and lmdb. @type {{name: string, version: string, licence: string, texts: string[]}[]} */
export const INSIDE_BINARIES = [
  {
    name: 'libzmq',
    version: '4.3.5, in the zeromq binary',
    licence: 'MPL-2.0',
    texts: ['This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0:\nhttps://mozilla.org/MPL/2.0/\nThe source code of libzmq is available at https://github.com/zeromq/libzmq'],
  },
  {
    name: 'libsodium',
    version: 'in the zeromq binary',
    licence: 'ISC',
    texts: [
      `Copyright (c) 2013-2026 Frank Denis <j at pureftpd dot org>

Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
    ],
  },
  {
    name: 'liblmdb',
    version: 'in the lmdb binary',
    licence: 'OLDAP-2.8',
    texts: [lmdbFile('lmdb/libraries/liblmdb/COPYRIGHT'), lmdbFile('lmdb/libraries/liblmdb/LICENSE')],
  },
  {
    name: 'lz4',
    version: 'in the lmdb binary',
    licence: 'BSD-2-Clause',
    texts: [lmdbFile('lz4/lib/LICENSE')],
  },
];

/** The whole texts of the licences that packages name without quoting them. */
export function standardTexts() {
  const apache = readFileSync(inRoot('node_modules/@opentelemetry/api/LICENSE'), 'utf8').trim();
  const mit = readFileSync(inRoot('LICENSE'), 'utf8').replace(/^[\s\S]*?(?=Permission is hereby granted)/, '').trim();
  return [
    { title: 'Apache License 2.0', text: apache },
    { title: 'MIT License', text: mit },
  ];
}
