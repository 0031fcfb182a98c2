import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { xlsxSheets } from '../../../kernel/export/index.ts';
import { workbookXml } from '../../../kernel/sheets/workbook.fixture.ts';
import { definitionProblems } from '../logic/definition-problems.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { madeDefinition } from '../surveys.factory.ts';
import { definitions } from './definition.fixture.ts';
import { errorsOf, file, read, zone } from './made-file.fixture.ts';
import { writeXlsform } from './write-xlsform.ts';

describe('there and back', () => {
  it('brings back the questionnaire of the tests', async () => {
    const bytes = writeXlsform(madeDefinition, { title: '公交', id: 'bus-2026', version: 1, zone });
    const { definition, errors, notices, title } = await read(bytes);
    expect(errors).toEqual([]);
    expect(notices).toEqual([]);
    expect(title).toBe('公交');
    expect(definition).toEqual(madeDefinition);
  });

  it('brings back any questionnaire', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, async (definition) => {
        const bytes = writeXlsform(definition, { title: 't', id: 'i', version: 1, zone });
        const { definition: again, errors } = await read(bytes);
        // What the builder marks is said of the file too: a page of notes alone, a condition within a random page.
        const marked = definitionProblems(definition).filter(({ blocks }) => blocks);
        expect(errors.map(({ key }) => key).sort()).toEqual(marked.map(({ key }) => key).sort());
        if (marked.length === 0) expect(again).toEqual(definition);
      }),
      { numRuns: 150 },
    );
  });
});

describe('errors', () => {
  it('names sheet, line and column of all of them at once', async () => {
    expect(
      await errorsOf(
        file(
          [
            ['type', 'name', 'label', 'relevant', 'constraint'],
            ['select_one missing', 'a', 'A'],
            ['slect_one yesno', 'b', 'B'],
            ['geotrace', 'c', 'C'],
            ['begin repeat', 'r', 'R'],
            ['text', 'd', 'D'],
            ['end repeat'],
            ['', 'e', 'E'],
            ['text', '', 'F'],
            ['end group'],
            ['begin group', 'g', 'G'],
          ],
          [
            ['list_name', 'name', 'label'],
            ['', 'x', 'X'],
            ['l', '', 'Y'],
          ],
        ),
      ),
    ).toEqual([
      'survey!A2 xlsform.no_list',
      'survey!A3 xlsform.unknown_type',
      'survey!A4 xlsform.unsupported',
      'survey!A5 xlsform.repeat',
      'survey!A8 xlsform.no_type',
      'survey!B9 xlsform.no_name',
      'survey!A10 xlsform.end_without_begin',
      'survey!A11 xlsform.no_end',
      'choices!A2 xlsform.no_list_name',
      'choices!B3 xlsform.no_choice_name',
    ]);
  });

  it('finds what conditions refer to, names that are twice, and words that are missing', async () => {
    expect(
      await errorsOf(
        file(
          [
            ['type', 'name', 'label', 'relevant', 'constraint'],
            ['text', 'a', 'A', '${b} > 1'],
            ['text', 'b', 'B', '${nothing} = 1 and'],
            ['text', 'b', 'B again', '${nothing} = 1'],
            ['text', 'c', '', '', '. >'],
            ['select_one l', 'd', 'D', "pulldata('x', 'y')"],
          ],
          [
            ['list_name', 'name', 'label'],
            ['l', 'x', 'X'],
            ['l', 'x', 'X again'],
          ],
        ),
      ),
    ).toEqual([
      'survey!D2 fault.later_name',
      'survey!D3 expression.unfinished',
      'survey!B4 fault.name_twice',
      'survey!D4 fault.unknown_name',
      'survey!C5 fault.no_words',
      'survey!E5 expression.unfinished',
      'survey!D6 expression.unknown_function',
      'choices!B3 fault.choice_twice',
    ]);
  });

  it('counts on beyond the first two hundred', async () => {
    const { errors, errorCount, definition } = await read(
      file([['type', 'name', 'label'], ...Array.from({ length: 250 }, (_, n) => ['nonsense', `q${n}`, 'Q'])]),
    );
    expect([errors.length, errorCount, definition]).toEqual([200, 250, null]);
  });

  it('says which sheet or column is missing', async () => {
    expect(await errorsOf(xlsxSheets([{ name: 'Sheet1', widths: [], rows: [['a']] }], zone))).toEqual([
      'survey xlsform.no_survey',
    ]);
    expect(await errorsOf(file([['label'], ['x']]))).toEqual([
      'survey!1 xlsform.no_column',
      'survey!1 xlsform.no_column',
    ]);
    expect(await errorsOf(file([]))).toEqual(['survey!1 xlsform.no_column', 'survey!1 xlsform.no_column']);
  });
});

describe('hostile files', () => {
  it.each([
    ['no workbook', Buffer.from('type,name\ntext,a')],
    [
      'half a workbook',
      Buffer.from(writeXlsform(madeDefinition, { title: 't', id: 'i', version: 1, zone })).subarray(0, 900),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/^sheets\./) });
  });

  it('reads no entity of its own making, and no file by one', async () => {
    const cells = (line: number, ...texts: string[]) =>
      `<row r="${line}">${texts.map((text, at) => `<c r="${'ABC'[at]}${line}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
    const withSheet = (doctype: string, label: string) => {
      const rows = cells(1, 'type', 'name', 'label') + cells(2, 'text', 'q', label);
      const part = strToU8(`<?xml version="1.0"?>${doctype}<worksheet><sheetData>${rows}</sheetData></worksheet>`);
      return workbookXml({ sheets: [{ name: 'survey', data: '' }], parts: { 'xl/worksheets/sheet1.xml': part } });
    };
    const plain = await read(withSheet('', 'Q?'));
    expect(questionsOf(plain.definition!)[0]?.label).toEqual({ en: 'Q?' });
    const evil = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
    for (const label of ['&f;', '&b;'])
      await expect(read(withSheet(evil, label))).rejects.toMatchObject({ code: 'sheets.broken' });
  });

  it('stops at too many lines instead of reading them all', async () => {
    const rows = [['type', 'name', 'label'], ...Array.from({ length: 50_000 }, (_, n) => ['note', `n${n}`, 'x'])];
    const { errors, definition } = await read(file(rows));
    expect(definition).toBeNull();
    expect(errors.map(({ key }) => key)).toContain('surveys.xlsform.too_many_lines');
  });

  it('takes formulas by what they last came to, says so where that is not known, and never works them out', async () => {
    const cells = (line: number, label: string) =>
      `<row r="${line}"><c r="A${line}" t="inlineStr"><is><t>text</t></is></c><c r="B${line}" t="inlineStr"><is><t>q${line}</t></is></c>${label}</row>`;
    const head =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>label</t></is></c></row>';
    const good = cells(2, '<c r="C2" t="str"><f>CONCAT("a","b")</f><v>ab</v></c>');
    expect(
      questionsOf((await read(workbookXml({ sheets: [{ name: 'survey', data: head + good }] }))).definition!)[0]?.label,
    ).toEqual({ en: 'ab' });
    const bad = cells(3, '<c r="C3"><f>HYPERLINK("http://x")</f></c>') + cells(4, '<c r="C4" t="e"><v>#REF!</v></c>');
    expect(await errorsOf(workbookXml({ sheets: [{ name: 'survey', data: head + bad }] }))).toEqual([
      'survey!C3 xlsform.cell_unreadable',
      'survey!C4 xlsform.cell_error',
    ]);
  });

  it('never fails on whatever cells hold', async () => {
    const cell = fc.constantFrom(
      '',
      'text',
      'select_one l',
      'begin group',
      'end group',
      'note',
      'l',
      '__proto__',
      'constructor',
      '${a}',
      "'",
      '=1+1',
      '\u202e',
      '是',
      'yes',
      'a b',
      'range',
      'start=9 end=1',
      '..',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }),
        fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }),
        async (survey, choices) => {
          const result = await read(
            file(
              [['type', 'name', 'label', 'relevant', 'constraint', 'parameters', 'appearance', 'tongxin'], ...survey],
              [['list_name', 'name', 'label', 'tongxin'], ...choices],
            ),
          );
          expect(result.definition === null).toBe(result.errorCount > 0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
