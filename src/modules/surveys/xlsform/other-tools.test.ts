import { describe, expect, it } from 'vitest';
import { workbookXml } from '../../../kernel/sheets/workbook.fixture.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { placeOf } from './file-problems.ts';
import { file, read } from './made-file.fixture.ts';

const settings = [
  ['form_title', 'form_id', 'default_language'],
  ['Household survey', 'household_v2', 'English (en)'],
];

/** As people write them by hand. */
const household = file(
  [
    [
      'Type',
      'Name',
      '',
      'Label::English (en)',
      'label::Chinese (zh)',
      'Relevance',
      'Required',
      'Constraint Message',
      'constraint',
      'Appearance',
      'my notes',
    ],
    ['start', 'start'],
    [],
    ['Begin Group', 'about', '', 'About you', '关于您'],
    ['select one from YesNo', 'own car', '', 'Do you own a car?', '您有车吗？', '', 'TRUE'],
    ['Integer', 'cars', '', 'How many?', '几辆？', '${own car} = 1', 'yes', 'At most 20', '. <= 20'],
    [
      'Select Multiple  colours or_other',
      'colour',
      '',
      'Which colours?',
      '什么颜色？',
      '',
      'no',
      '',
      '',
      'minimal',
      'ask politely',
    ],
    ['end group', ''],
    [],
    ['text', 'note_text', '', 'Anything else?', '还想说什么？', '', '', '', '', 'multiline'],
    ['range', 'mark', '', 'A mark', '打分'],
  ],
  [
    ['list name', 'Value', 'label::English (en)', 'label::Chinese (zh)', 'image'],
    ['YesNo', 1, 'Yes', '是'],
    ['YesNo', 0, 'No', '否'],
    [],
    ['colours', 'red', 'Red', '红'],
    ['colours', 'dark blue', 'Dark blue', '深蓝'],
  ],
  settings,
);

describe('files of other tools', () => {
  it('reads odd headings, blank lines and columns, numbers as names, and languages', async () => {
    const { definition, errors, title } = await read(household);
    expect(errors).toEqual([]);
    expect(title).toBe('Household survey');
    expect(definition?.languages).toEqual(['en', 'zh-CN']);
    expect(
      definition?.sections.map(({ id, questions }) => [id, questions.map(({ name, type }) => `${name} ${type}`)]),
    ).toEqual([
      ['about', ['own_car one', 'cars number', 'colour several']],
      ['page2', ['note_text text', 'mark scale']],
    ]);
    const [car, cars, colour, text, mark] = questionsOf(definition!);
    expect(car).toMatchObject({
      required: true,
      label: { en: 'Do you own a car?', 'zh-CN': '您有车吗？' },
      choices: [{ name: '1' }, { name: '0' }],
    });
    expect(cars).toMatchObject({
      whole: true,
      relevant: '${own_car} = 1',
      constraint: '. <= 20',
      constraintMessage: { en: 'At most 20' },
    });
    expect(colour).toMatchObject({
      choices: [
        { name: 'red' },
        { name: 'dark_blue' },
        { name: 'other', other: true, label: { en: 'Other', 'zh-CN': '其他' } },
      ],
    });
    expect(text).toMatchObject({ multiline: true });
    expect(mark).toMatchObject({ min: 1, max: 10, step: 1 });
  });
});

describe('what files of other tools lose', () => {
  it('says what it left out, with the cell', async () => {
    const { notices } = await read(
      file(
        [
          ['type', 'name', 'label', 'default', 'media::image', 'choice_filter'],
          ['deviceid', 'd'],
          ['select_one c', 'one', 'One?', 'a', 'x.png', "kind = 'b'"],
          ['audio', 'voice', 'Say it'],
        ],
        [
          ['list_name', 'name', 'label', 'kind'],
          ['c', 'a', 'A', 'b'],
        ],
      ),
    );
    expect(notices.map((notice) => `${placeOf(notice)} ${notice.key.replace('surveys.xlsform.', '')}`)).toEqual([
      'survey!E1 column_ignored',
      'survey!A2 ignored',
      'survey!D3 default',
      'survey!F3 choice_filter',
      'survey!A4 taken_as_file',
    ]);
  });
});

describe('groups and names of other tools', () => {
  it('reads matrices of both kinds, and leaves groups with conditions inside as they are', async () => {
    const scale = [
      ['list_name', 'name', 'label'],
      ['s', '1', 'Bad'],
      ['s', '2', 'Good'],
    ];
    const { definition, errors } = await read(
      file(
        [
          ['type', 'name', 'label', 'appearance', 'required', 'relevant'],
          ['begin_group', 'views', 'Views', 'table-list'],
          ['select_one s', 'light', 'Light', '', 'yes'],
          ['select_one s', 'seats', 'Seats'],
          ['end_group'],
          ['begin_group', 'old', '', 'field-list'],
          ['select_one s', 'old_label', 'Older grid', 'label'],
          ['select_one s', 'wind', 'Wind', 'list-nolabel'],
          ['select_one s', 'rain', 'Rain', 'list-nolabel'],
          ['end_group'],
          ['begin_group', 'loose', 'Loose', 'table-list'],
          ['select_one s', 'sun', 'Sun'],
          ['select_one s', 'snow', 'Snow', '', '', "${sun} = '2'"],
          ['end_group'],
        ],
        scale,
      ),
    );
    expect(errors).toEqual([]);
    const all = questionsOf(definition!);
    expect(all.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'views matrix',
      'old matrix',
      'sun one',
      'snow one',
    ]);
    expect(all[0]).toMatchObject({ required: true, rows: [{ name: 'light' }, { name: 'seats' }] });
    expect(all[1]).toMatchObject({ label: { en: 'Older grid' }, rows: [{ name: 'wind' }, { name: 'rain' }] });
  });

  it('makes groups within groups into pages with both conditions', async () => {
    const { definition } = await read(
      file([
        ['type', 'name', 'label', 'relevant'],
        ['integer', 'age', 'Age'],
        ['begin group', 'outer', 'Outer', '${age} > 17'],
        ['text', 'a', 'A'],
        ['begin group', 'inner', 'Inner', '${age} < 70 or ${a} != ‘x’'],
        ['text', 'b', 'B'],
        ['end group'],
        ['text', 'c', 'C'],
        ['end group'],
      ]),
    );
    expect(definition?.sections.map(({ id, relevant }) => [id, relevant])).toEqual([
      ['page1', ''],
      ['outer', '${age} > 17'],
      ['inner', '(${age} > 17) and (${age} < 70 or ${a} != ‘x’)'],
      ['page4', '${age} > 17'],
    ]);
  });

  it('reads Chinese names, and conditions follow', async () => {
    const { definition, errors } = await read(
      file(
        [
          ['type', 'name', 'label::中文', 'relevant'],
          ['select_one 是否', '有车', '您有车吗？'],
          ['text', 'q2', '什么车？', "${有车} = '是'"],
        ],
        [
          ['list_name', 'name', 'label::中文'],
          ['是否', '是', '是'],
          ['是否', '否', '否'],
        ],
      ),
    );
    expect(errors).toEqual([]);
    const [car, kind] = questionsOf(definition!);
    expect(car?.name).toMatch(/^[a-z_]+$/);
    const yes = car?.type === 'one' ? car.choices[0]?.name : '';
    expect(kind?.relevant).toBe(`\${${car?.name}} = '${yes}'`);
  });

  it('reads hidden sheets and cells merged over lines', async () => {
    const row = (line: number, ...cells: string[]) =>
      `<row r="${line}">${cells.map((cell, at) => (cell === '' ? '' : `<c r="${'ABCD'[at]}${line}" t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`;
    const bytes = workbookXml({
      sheets: [
        { name: 'Readme', data: row(1, 'About') },
        { name: ' Survey ', data: row(1, 'type', 'name', 'label') + row(2, 'select_one l', 'q', 'Q?') },
        {
          name: 'CHOICES',
          hidden: true,
          data: row(1, 'list_name', 'name', 'label') + row(2, 'l', 'a', 'A') + row(3, '', 'b', 'B'),
          after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
        },
      ],
    });
    const { definition, errors } = await read(bytes);
    expect(errors).toEqual([]);
    expect(questionsOf(definition!)[0]).toMatchObject({ choices: [{ name: 'a' }, { name: 'b' }] });
  });
});
