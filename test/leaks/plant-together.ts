import { sql } from '../../src/kernel/db/index.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { makeCase } from '../../src/modules/cases/cases.factory.ts';
import { makeTestAgreement } from '../../src/modules/liaison/agreements/agreements.factory.ts';
import { dutiesOf } from '../../src/modules/liaison/agreements/duties.queries.ts';
import {
  filePurpose as agreementFiles,
  attachToAgreement,
  showDutyDone,
} from '../../src/modules/liaison/agreements/keep-agreement.ts';
import { handOver } from '../../src/modules/liaison/contacts/hand-over.ts';
import { wishForContact } from '../../src/modules/liaison/contacts/wish-for-contact.ts';
import { addToEntry } from '../../src/modules/liaison/entries/write-entry.ts';
import { say } from '../../src/modules/liaison/exchange/say.ts';
import { textParts } from '../../src/modules/liaison/feedback/feedback.rules.ts';
import { changeRound, openRound, saveReport } from '../../src/modules/liaison/feedback/write-report.ts';
import { makeEntry, makeLiaisonMatter, makeNamedContact } from '../../src/modules/liaison/liaison.factory.ts';
import { reportStep } from '../../src/modules/liaison/matters/work-on-matter.ts';
import { makeTestMeeting, makeTestSeries } from '../../src/modules/liaison/meetings/meetings.factory.ts';
import { addToAgenda, filePurpose as meetingFiles } from '../../src/modules/liaison/meetings/plan-meeting.ts';
import type { Cast } from './cast.ts';
import { mark } from './marks.ts';
import { type PlantedFiles, plantFile } from './plant-files.ts';

/** The member's contact, before and after a hand-over, and what went on between them. @returns the matter's number */
async function plantContact(k: Kernel, { department, people, members }: Cast) {
  const { member } = members;
  const made = await makeNamedContact(k, { member, contact: people.former_contact, departmentId: department });
  const entry = await makeEntry(k, made, { talked: mark('entry_talked'), asked: mark('entry_asked') });
  await addToEntry(k, people.former_contact, entry.id, { kind: 'addition', text: mark('entry_addition') });
  await makeEntry(k, made, { by: member, message: mark('message') });
  const matter = await makeLiaisonMatter(k, made, { title: mark('matter_title'), text: mark('matter_text') });
  await reportStep(k, people.former_contact, matter.id, { text: mark('matter_step') });
  await wishForContact(k, members.other_member, { text: mark('wish') });
  await handOver(k, people.city_liaison_officer, {
    from: people.former_contact.accountId,
    members: [member.accountId],
    department,
    contact: people.contact.accountId,
    post: '科长',
    note: mark('hand_over_note'),
  });
  return matter.number;
}

async function plantAgreements(k: Kernel, { department, people, ours }: Cast, files: PlantedFiles) {
  const parties = {
    officer: people.own_liaison_officer,
    leader: people.own_leader,
    administrator: people.organisation_administrator,
    departmentId: department,
    organisationId: ours.id,
  };
  const draft = await makeTestAgreement(k, {
    ...parties,
    state: 'draft',
    title: mark('draft_title'),
    text: mark('draft_text'),
  });
  const owner = people.own_liaison_officer;
  const paper = await plantFile(k, files, 'agreement_file', { purpose: agreementFiles, owner });
  await attachToAgreement(k, owner, draft, [paper]);
  const duty = { side: 'department', what: mark('duty'), dueOn: '2026-11-30' } as const;
  const inForce = await makeTestAgreement(k, { ...parties, text: mark('agreement_text'), duties: [duty] });
  const [first] = await dutiesOf(k.db, [inForce]);
  const evidence = { dueOn: '2026-11-30', evidence: mark('duty_evidence') };
  await showDutyDone(k, people.own_liaison_officer, inForce, first?.id ?? '', evidence);
  return { draft, inForce };
}

async function plantMeeting(k: Kernel, { department, people, ours }: Cast, files: PlantedFiles) {
  const keeper = people.own_liaison_officer;
  const seriesId = await makeTestSeries(k, keeper, {
    title: mark('series_title'),
    departmentId: department,
    departmentIds: [department],
    organisationIds: [ours.id],
    chairId: keeper.accountId,
  });
  const planned = await makeTestMeeting(k, { keeper, chair: keeper, seriesId, state: 'planned' });
  const paper = await plantFile(k, files, 'paper_file', { purpose: meetingFiles, owner: keeper });
  await addToAgenda(k, keeper, planned, { title: mark('agenda'), fileIds: [paper] });
  const held = await makeTestMeeting(k, {
    keeper,
    chair: keeper,
    seriesId,
    state: 'confirmed',
    minutes: mark('minutes'),
    decisions: [{ text: mark('decision'), owner: `department:${department}` }],
  });
  const unconfirmed = { keeper, chair: keeper, seriesId, state: 'held', minutes: mark('minutes_draft') } as const;
  return { seriesId, planned, held, unconfirmed: await makeTestMeeting(k, unconfirmed) };
}

async function plantExchange(k: Kernel, { department, people, ours }: Cast) {
  const item = await say(k, people.organisation_officer, ours.id, 'to_city', {
    kind: 'need',
    title: mark('item_title'),
    body: mark('item_body'),
    dueOn: '2026-12-10',
    departmentId: department,
  });
  const request = await say(k, people.organisation_officer, ours.id, 'to_city', {
    kind: 'request',
    title: mark('request_title'),
    body: mark('request_body'),
    dueOn: '2026-12-10',
    departmentId: department,
    memberId: people.organisation_member.accountId,
  });
  return { item, request };
}

async function plantFeedback(k: Kernel, { department, people }: Cast) {
  await openRound(k, people.city_liaison_officer, { year: 2026, dueOn: '2026-12-31' });
  await changeRound(k, people.city_liaison_officer, 2026, { departmentId: department });
  const texts = Object.fromEntries(textParts.map((part) => [part, mark('report_draft')]));
  await saveReport(k, people.own_liaison_officer, 2026, department, { ...texts, revision: 0 } as Parameters<
    typeof saveReport
  >[4]);
}

/** What the city has with members and organisations, and a confidential letter: one of each, with words of its own. */
export async function plantTogether(k: Kernel, cast: Cast, files: PlantedFiles) {
  const matter = await plantContact(k, cast);
  const author = cast.people.letter_writer;
  const picture = await plantFile(k, files, 'letter_file', { purpose: 'case', owner: author });
  const { number: letter } = await makeCase(k, {
    title: mark('letter_title'),
    body: `${mark('letter_body')}，从学校到四号院这一段，晚上七盏路灯不亮。`,
    confidential: true,
    author,
    fileIds: [picture],
    departmentId: cast.department,
    state: 'signed',
  });
  await plantFeedback(k, cast);
  const meeting = await plantMeeting(k, cast, files);
  const { rows: decisions } = await sql<{ id: string }>`select id from liaison.decision`.execute(k.db);
  const { rows: recoveries } = await sql<{ id: string }>`select id from people.recovery`.execute(k.db);
  return {
    decision: decisions[0]?.id ?? '',
    recoveryId: recoveries[0]?.id ?? '',
    matter,
    letter,
    agreements: await plantAgreements(k, cast, files),
    meeting,
    exchange: await plantExchange(k, cast),
  };
}
