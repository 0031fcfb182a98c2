import { inTransaction } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Actor, anonymous, forgetBooks, systemActor } from '../people/index.ts';
import { makeAccount, makeDepartment } from '../people/people.factory.ts';
import { findCaseById } from './case.queries.ts';
import type { CaseState, Channel, Kind } from './cases.rules.ts';
import { insertCategory, insertGround } from './demo/demo.queries.ts';
import { requestEnding } from './desk/request-ending.ts';
import { requestReturn } from './desk/request-return.ts';
import { reviewReply } from './desk/review-reply.ts';
import { signCase, startCase } from './desk/sign-case.ts';
import { sendReply } from './desk/write-reply.ts';
import { dispatchCase } from './dispatch/dispatch-case.ts';
import { ruleEnding } from './dispatch/rule-ending.ts';
import { acceptCase } from './intake/accept-case.ts';
import { archiveCase, closeCase, sendBackCase } from './intake/close-case.ts';
import { declineCase } from './intake/decline-case.ts';
import { mergeCases } from './intake/merge-cases.ts';
import { rateReply } from './resident/rate-reply.ts';
import { type Letter, submitCase } from './resident/submit-case.ts';
import { withdrawCase } from './resident/withdraw-case.ts';

type Account = Actor & { accountId: string; email: string };
/** Everybody who works on a case: intake and dispatch of the city, handler and reviewer of its lead department. */
export type Staff = {
  operator: Account;
  dispatcher: Account;
  supervisor: Account;
  moderator: Account;
  handler: Account;
  reviewer: Account;
};

type Office = Pick<Staff, 'operator' | 'dispatcher' | 'supervisor' | 'moderator'>;
const offices = new WeakMap<Kernel, Promise<Office>>();
const desks = new WeakMap<Kernel, Map<string, Promise<Pick<Staff, 'handler' | 'reviewer'>>>>();

/** Test data: the city's staff and a department's, the same people each time within a kernel. */
export async function makeStaff(k: Kernel, departmentId: string): Promise<Staff> {
  let office = offices.get(k);
  if (!office) {
    office = makeOffice(k);
    offices.set(k, office);
  }
  const known = desks.get(k) ?? new Map<string, Promise<Pick<Staff, 'handler' | 'reviewer'>>>();
  desks.set(k, known);
  let desk = known.get(departmentId);
  if (!desk) {
    desk = makeDesk(k, departmentId);
    known.set(departmentId, desk);
  }
  return { ...(await office), ...(await desk) };
}

async function makeOffice(k: Kernel): Promise<Office> {
  return {
    operator: await makeAccount(k, { name: '接线员甲', roles: [{ role: 'operator' }] }),
    dispatcher: await makeAccount(k, { name: '派单员乙', roles: [{ role: 'dispatcher' }] }),
    supervisor: await makeAccount(k, { name: '督办员丙', roles: [{ role: 'supervisor' }] }),
    moderator: await makeAccount(k, { name: '管理员丁', roles: [{ role: 'moderator' }] }),
  };
}

async function makeDesk(k: Kernel, departmentId: string): Promise<Pick<Staff, 'handler' | 'reviewer'>> {
  return {
    handler: await makeAccount(k, { name: '经办戊', roles: [{ role: 'handler', departmentId }] }),
    reviewer: await makeAccount(k, { name: '审核己', roles: [{ role: 'reviewer', departmentId }] }),
  };
}

let serial = 0;

/** Test data: a category of the dispatch catalogue. */
export async function makeCategory(
  k: Kernel,
  given: { name?: string; departmentId?: string | null; limitKind?: string | null; parentId?: string | null } = {},
): Promise<string> {
  const n = ++serial;
  const id = await inTransaction(k.db, (tx) =>
    insertCategory(tx, {
      code: `c${n}`,
      parentId: given.parentId ?? null,
      level: given.parentId ? 2 : 1,
      name: { 'zh-CN': given.name ?? `第${n}类`, en: given.name ?? `Category ${n}` },
      departmentId: given.departmentId ?? null,
      coHandlerIds: [],
      limitKind: given.limitKind ?? null,
      sort: n,
    }),
  );
  await forgetBooks(k);
  return id;
}

export type MakeCase = Partial<Omit<Letter, 'kind'>> & {
  /** where the story ends; default accepted */
  state?: CaseState;
  kind?: Kind;
  channel?: Channel;
  /** null: anonymous, with a tracking code; default: a new account */
  author?: (Actor & { accountId: string | null }) | null;
  /** lead department; default: a new one */
  departmentId?: string;
  coHandlerIds?: string[];
  replyText?: string;
  promises?: { text: string; dueOn: string }[];
  stars?: { outcome: number; attitude: number; speed: number };
  solved?: boolean;
  ratingText?: string;
  /** for state merged; default: a new accepted case */
  intoId?: string;
};

export type MadeCase = {
  caseId: string;
  number: string;
  trackingCode: string | null;
  author: Actor;
  departmentId: string;
  staff: Staff;
};

type Scene = { k: Kernel; made: MadeCase; given: MakeCase };

const toReviewed: CaseState[] = ['accepted', 'dispatched', 'signed', 'in_progress', 'replied', 'reviewed'];
/** The states that a case goes through on its way to each. */
const ways: Record<CaseState, CaseState[]> = {
  submitted: [],
  accepted: ['accepted'],
  declined: ['declined'],
  merged: ['accepted', 'merged'],
  dispatched: toReviewed.slice(0, 2),
  return_requested: ['accepted', 'dispatched', 'return_requested'],
  signed: toReviewed.slice(0, 3),
  in_progress: toReviewed.slice(0, 4),
  replied: toReviewed.slice(0, 5),
  reviewed: toReviewed,
  rated: [...toReviewed, 'rated'],
  sent_back: [...toReviewed, 'sent_back'],
  closed: [...toReviewed, 'rated', 'closed'],
  archived: [...toReviewed, 'rated', 'closed', 'archived'],
  withdrawn: ['withdrawn'],
  ended: ['accepted', 'dispatched', 'signed', 'in_progress', 'ended'],
};

const authorKey = (made: MadeCase) => (made.trackingCode ? { trackedCaseId: made.caseId } : {});

const steps: Record<Exclude<CaseState, 'submitted'>, (scene: Scene) => Promise<unknown>> = {
  accepted: ({ k, made, given }) =>
    acceptCase(k, made.staff.operator, { caseId: made.caseId, urgent: given.urgent ?? false }),
  declined: async ({ k, made }) => {
    await inTransaction(k.db, (tx) =>
      insertGround(tx, {
        code: 'court',
        name: { 'zh-CN': '已经进入诉讼', en: 'Before a court' },
        lawfulWay: { 'zh-CN': '请向受理的法院提出', en: 'Please turn to the court' },
        sort: 1,
      }),
    );
    await declineCase(k, made.staff.operator, {
      caseId: made.caseId,
      ground: 'court',
      explanation: '这件事已经由法院受理，请向法院提出。',
    });
  },
  merged: async ({ k, made, given }) => {
    const intoId = given.intoId ?? (await makeCase(k, { departmentId: made.departmentId })).caseId;
    await mergeCases(k, made.staff.operator, { caseIds: [made.caseId], intoId });
  },
  dispatched: ({ k, made, given }) =>
    dispatchCase(k, made.staff.dispatcher, made.caseId, {
      leadDepartmentId: made.departmentId,
      coHandlerIds: given.coHandlerIds ?? [],
    }),
  return_requested: ({ k, made }) =>
    requestReturn(k, made.staff.handler, made.caseId, { reason: '这段路由另一个单位养护，不归我局。' }),
  signed: ({ k, made }) => signCase(k, made.staff.handler, made.caseId),
  in_progress: ({ k, made }) => startCase(k, made.staff.handler, made.caseId),
  replied: ({ k, made, given }) =>
    sendReply(k, made.staff.handler, made.caseId, {
      text: given.replyText ?? '您反映的情况属实。我们昨天夜里到现场查过，已经修好，请您看看。',
      promises: given.promises ?? [],
    }),
  reviewed: ({ k, made }) => reviewReply(k, made.staff.reviewer, made.caseId),
  rated: ({ k, made, given }) =>
    rateReply(k, made.author, authorKey(made), made.caseId, {
      ...(given.stars ?? { outcome: 5, attitude: 5, speed: 4 }),
      solved: given.solved ?? true,
      text: given.ratingText ?? '',
    }),
  sent_back: ({ k, made }) =>
    sendBackCase(k, made.staff.operator, made.caseId, { reason: '答复没有说到问的事，请重新办理。' }),
  closed: ({ k, made }) => closeCase(k, systemActor, made.caseId, 'rated'),
  archived: ({ k, made }) => archiveCase(k, systemActor, made.caseId),
  withdrawn: ({ k, made }) => withdrawCase(k, made.author, authorKey(made), made.caseId, { reason: '已经好了' }),
  ended: async ({ k, made }) => {
    await requestEnding(k, made.staff.handler, made.caseId, { reason: '多次联系不上，地点也找不到。' });
    await ruleEnding(k, made.staff.operator, made.caseId, { granted: true, reason: '多次联系不上来信人，先到这里。' });
  },
};

/**
 * Test data: a case in the wanted state, brought there by the verbs that people use, all at the kernel's present moment.
 * @throws whatever a verb on the way raises
 */
export async function makeCase(k: Kernel, given: MakeCase = {}): Promise<MadeCase> {
  const n = ++serial;
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const author = given.author === undefined ? await makeAccount(k) : (given.author ?? anonymous);
  const receipt = await submitCase(k, {
    actor: author,
    authorAccountId: author.accountId,
    channel: given.channel ?? 'web',
    letter: {
      ...given,
      title: given.title ?? `第${n}盏路灯不亮了`,
      body: given.body ?? '从学校到四号院这一段，晚上七盏路灯不亮，孩子下晚自习不敢走。',
      kind: given.kind ?? 'help',
    },
  });
  const made: MadeCase = {
    caseId: receipt.caseId,
    number: receipt.number,
    trackingCode: receipt.trackingCode,
    author,
    departmentId,
    staff: await makeStaff(k, departmentId),
  };
  for (const state of ways[given.state ?? 'accepted']) {
    if (state !== 'submitted') await steps[state]({ k, made, given });
  }
  const row = await findCaseById(k.db, made.caseId);
  if (row?.state !== (given.state ?? 'accepted')) throw new Error(`the case stands at ${row?.state}`);
  return made;
}
