import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../test/harness.ts';
import { columnClasses, processingOf, type TableProcessing } from './declare-processing.ts';
import { type TableFacts, tablesInDatabase } from './processing.queries.ts';

/** Words that no column may have in its name: nobody's opinion, belief, rank or conduct online is kept. */
const forbidden =
  /opinion|belie[fv]|faith|religio|politic|ideolog|party_member|stance|attitude|sentiment|leaning|loyal|score|rating|ranking|risk|influence|credit_level|monitor|surveil|watch|track|behavio|browsing|location_history|ethnic|nationality|marital|fingerprint|face_|health/;

/** Columns with such a word that are about something else. */
const harmless: Readonly<Record<string, string>> = {
  'cases.dispatch.opinion': 'what the dispatcher asks of the department, about a matter',
  'cases.co_handler.opinion': 'what a second department contributes to a matter',
  'cases.co_handler.opinion_at': 'when it did',
  'cases.co_handler.opinion_by_id': 'who wrote it',
  'cases.rating.attitude': 'how the author rates the office',
  'liaison.matter_rating.attitude': 'how the member rates the office',
  'cases.author.tracking_hash': 'digest of the code by which an author without an account finds the letter again',
  'competitions.award.score': 'what an entry came to, as published',
  'competitions.standing.score': 'what jury or public gave an entry in a closed stage',
};

/** jsonb can hold anything, so each has its reason here. */
const freeJson: Readonly<Record<string, string>> = {
  'competitions.stage.settings': 'settings of a stage, each kind with a schema',
  'competitions.public_note.changes': 'what was changed of a competition, before and after, as published',
  'competitions.step.details': 'numbers, states and reasons of a step in the record',
  'competitions.ballot.alarm': 'two counts that differ',
  'competitions.invalidation.positions': 'places of ballots in a log without voters',
  'consultations.consultation.settings': 'settings of a consultation, each kind with a schema',
  'consultations.step.details': 'numbers, states and reasons of a step in the record',
  'surveys.rollup.shown': 'counts of answers, as the public sees them',
  'consultations.document_version.report': 'what was recognised in a text and left out of it',
  'competitions.result_notice.result': 'the calculation of results, as published',
  'consultations.map_state.result': 'sizes, counts and outlines of an opinion map, nobody by name or number',
  'kernel.audit_entry.details': 'what a deed was about: ids, states, codes',
  'kernel.event.payload': 'ids and states for other modules',
  'kernel.notification.recipient': 'address of somebody without an account, emptied after delivery',
  'kernel.notification.params': 'values for the words of a notification',
  'kernel.notify_preference.groups': 'what somebody wants to be told, by group',
  'kernel.run.options': 'columns that an import was told to read',
  'kernel.run.report': 'what came of an import: counts and rejected rows, deleted after seven days',
  'kernel.setting.value': 'settings of the city, each with a schema',
  'people.department.name': 'a name in several languages',
  'people.department.short_name': 'a name in several languages',
  'people.district.name': 'a name in several languages',
  'people.member_figures.figures': 'published counts, with what would single somebody out left out',
  'people.directory_entry.shown': 'the fields that a member made public',
  'cases.category.name': 'a name in several languages',
  'cases.ground.name': 'a name in several languages',
  'cases.ground.lawful_way': 'a text in several languages',
  'cases.step.data': 'numbers and codes of a step of the timeline',
  'cases.reply.promises': 'what a reply promises, until it is published',
  'liaison.feedback_report.figures': 'counts of a department and a year',
  'liaison.feedback_revision.texts': 'a department writes its yearly report, by section',
  'competitions.sheet_change.before': 'points by criterion and the comment, as they were',
  'competitions.sheet_change.after': 'points by criterion and the comment, as they became',
  'surveys.survey.titles': 'a title in several languages',
  'surveys.survey.intro': 'a text in several languages',
  'surveys.survey.thanks': 'a text in several languages',
  'surveys.form.definition': 'what a survey asks, with a schema',
  'surveys.form.previous': 'what the draft of a survey asked before its last change',
  'surveys.response.answers': 'what somebody handed in to a survey, as the form asks',
  'surveys.draft.answers': 'what somebody has answered so far, until it is handed in',
  'surveys.step.details': 'numbers, states and reasons of a step in the record',
  'cases.topic.profile': 'words by which a topic knows its own',
};

let k: TestKernel;
let tables: TableFacts[];
let declared: ReadonlyMap<string, TableProcessing>;
beforeAll(async () => {
  k = await testKernel();
  tables = await tablesInDatabase(k.db);
  declared = processingOf(k);
});

const columnsOf = (facts: TableFacts[]) =>
  facts.flatMap(({ name, columns }) => columns.map((c) => `${name}.${c.name}`));

describe('the register of processing', () => {
  it('knows every table and every column', () => {
    const missing = tables.flatMap(({ name, columns }) => {
      const table = declared.get(name);
      if (!table) return [`${name}: no declareProcessing names this table`];
      return columns.filter((c) => !(c.name in table.columns)).map((c) => `${name}.${c.name}: no class declared`);
    });
    expect(missing).toEqual([]);
  });

  it('names nothing that does not exist', () => {
    const real = new Set([...tables.map(({ name }) => name), ...columnsOf(tables)]);
    const gone = [...declared].flatMap(([name, { columns }]) =>
      [name, ...Object.keys(columns).map((column) => `${name}.${column}`)].filter((each) => !real.has(each)),
    );
    expect(gone).toEqual([]);
  });

  it('gives every column a class of the list', () => {
    const classes = new Set<string>(columnClasses);
    const wrong = [...declared].flatMap(([name, { columns }]) =>
      Object.entries(columns).flatMap(([column, kind]) => (classes.has(kind) ? [] : [`${name}.${column}: ${kind}`])),
    );
    expect(wrong).toEqual([]);
  });

  it('says of every table what for, how long and who sees it, in words that exist', () => {
    const unsaid = [...declared].flatMap(([name, table]) => [
      ...(k.i18n.has(table.purpose) ? [] : [`${name}: no message ${table.purpose}`]),
      ...(k.i18n.has(table.keep) ? [] : [`${name}: no message ${table.keep}`]),
      ...((table.access?.length ?? 0) > 0 ? [] : [`${name}: access is missing: who can see it?`]),
    ]);
    expect(unsaid).toEqual([]);
  });

  it('has a legal ground for every table that holds something of a person', () => {
    const about = new Set([
      'identity',
      'contact',
      'profession',
      'writing',
      'consent',
      'place',
      'preference',
      'security',
    ]);
    const without = [...declared].flatMap(([name, { basis, columns }]) =>
      basis === 'none' ? Object.entries(columns).flatMap(([c, kind]) => (about.has(kind) ? [`${name}.${c}`] : [])) : [],
    );
    // Kept only by adapters that send nothing: a trial, a demo, tests.
    expect(without.filter((column) => !column.startsWith('kernel.loopback_message.'))).toEqual([]);
  });

  it('promises deletion only where a job does it', () => {
    const jobs = new Set(k.jobs.names());
    const wrong = [...declared].flatMap(([name, { job }]) => (job && !jobs.has(job) ? [`${name}: no job ${job}`] : []));
    expect(wrong).toEqual([]);
  });
});

describe('the schema', () => {
  it('has no column for opinions, beliefs, scores or what somebody does online', () => {
    const found = columnsOf(tables).filter(
      (column) => forbidden.test(column.split('.')[2] ?? '') && !(column in harmless),
    );
    expect(found).toEqual([]);
  });

  it('has free-form columns only where there is a reason', () => {
    const found = tables.flatMap(({ name, columns }) =>
      columns.filter(({ type }) => /json/.test(type)).map((column) => `${name}.${column.name}`),
    );
    expect(found.filter((column) => !(column in freeJson))).toEqual([]);
    expect(Object.keys(freeJson).filter((column) => !found.includes(column))).toEqual([]);
  });

  it.each(['people.register_entry.opinion_score', 'people.account.political_leaning', 'liaison.entry.risk'])(
    'would not pass with %s',
    (column) => expect(forbidden.test(column.split('.')[2] ?? '')).toBe(true),
  );
});
