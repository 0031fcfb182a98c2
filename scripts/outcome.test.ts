import { describe, expect, it } from 'vitest';
import { lastLines, type Outcome, summary } from './outcome.ts';

const nothing: Outcome = { passed: 0, skipped: 0, failures: [] };

describe('the end of bin/test', () => {
  it('is one line where all is well', () => {
    expect(
      summary([
        { ...nothing, passed: 2, skipped: 1 },
        { ...nothing, passed: 3 },
      ]),
    ).toBe('5 passed, 0 failed\n');
  });

  it('names everything that failed, each with some lines, before the line that counts', () => {
    const long = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
    const text = summary([
      { ...nothing, passed: 1, failures: [{ name: 'bin/check sql', error: 'src/a.ts:1 select' }] },
      { ...nothing, failures: [{ name: 'a.test.ts > adds', error: `${long}\n` }] },
    ]);
    const lines = text.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'FAILED bin/check sql',
      '  src/a.ts:1 select',
      '',
      'FAILED a.test.ts > adds',
      '  line 0',
    ]);
    expect(lines.slice(-5)).toEqual(['  line 14', '  and 25 more lines', '', '1 passed, 2 failed', '']);
  });

  it('shows all of the last lines that a program printed, below a line on them', () => {
    const printed = `${Array.from({ length: 40 }, (_, i) => `\u001B[31mline ${i}\u001B[39m`).join('\n')}\n\n`;
    const text = summary([{ ...nothing, failures: [{ name: 'vitest', error: `it printed:\n${lastLines(printed)}` }] }]);
    expect(text).toContain('  line 39\n\n0 passed');
  });
});
