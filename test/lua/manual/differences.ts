/** What a script finds otherwise than in PUC Lua 5.3.6: the cases that show it, and the words of docs/lua.md that tell it. */
export interface Difference {
  readonly section: string;
  readonly cases: readonly string[];
  /** Stands in docs/lua.md. */
  readonly told: string;
}

const ARGUMENTS = 'name the function as it is called and the parameter';
const FILE_TYPE = 'files have the type name `File`';
const OUTERMOST = 'nothing below the main chunk';

export const differences: readonly Difference[] = [
  { section: '2-concepts', cases: ['finalizer'], told: '`__gc` is never called' },
  { section: '6.1-basic', cases: ['tostring of NaN'], told: 'NaN prints as `nan`, whatever its sign' },
  { section: '6.1-basic', cases: ['bit32'], told: '`bit32`' },
  { section: '6.3-modules', cases: ['require wrong'], told: ARGUMENTS },
  { section: '6.4-strings', cases: ['format q of infinities and NaN'], told: '`string.format("%q", x)` of infinities and NaN' },
  {
    section: '6.8-io',
    cases: [
      'read invalid',
      'read invalid star',
      'open invalid mode',
      'open wrong',
      'io.type without value',
      'method on wrong value',
      'method without value',
      'write wrong',
      'seek wrong',
      'setvbuf wrong',
      'input wrong',
      'popen invalid mode',
    ],
    told: ARGUMENTS,
  },
  { section: '6.8-io', cases: ['lines invalid format'], told: 'A wrong format is an error of `io.lines` itself' },
  { section: '6.8-io', cases: ['lines too many formats'], told: 'takes any number of formats' },
  { section: '6.8-io', cases: ['file methods', 'file metatable', 'setting a field of file'], told: FILE_TYPE },
  {
    section: '6.9-os',
    cases: ['time fraction', 'time wrong', 'date of fraction', 'date invalid', 'date invalid modifier', 'date invalid end', 'getenv wrong', 'setlocale wrong', 'exit wrong'],
    told: ARGUMENTS,
  },
  { section: '6.9-os', cases: ['date beyond what JavaScript holds'], told: 'Dates end with the year 275760' },
  { section: '6.9-os', cases: ['difftime of one'], told: '`os.difftime(t)`' },
  { section: '6.9-os', cases: ['rename missing'], told: '`os.rename` names the file' },
  { section: '6.10-debug', cases: ['getinfo main', 'traceback ends in C'], told: OUTERMOST },
  { section: '6.10-debug', cases: ['debug.debug'], told: '`debug.debug`' },
];
