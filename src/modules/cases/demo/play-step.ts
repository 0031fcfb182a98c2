import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { type Actor, type Book, type Department, hasRole, type Role, systemActor } from '../../people/index.ts';
import { addNote, askAuthor } from '../desk/ask-author.ts';
import { recordContact } from '../desk/record-contact.ts';
import { requestEnding } from '../desk/request-ending.ts';
import { requestExtension } from '../desk/request-extension.ts';
import { requestReturn } from '../desk/request-return.ts';
import { returnReply, reviewReply } from '../desk/review-reply.ts';
import { signCase, startCase } from '../desk/sign-case.ts';
import { sendReply } from '../desk/write-reply.ts';
import { dispatchCase } from '../dispatch/dispatch-case.ts';
import { ruleEnding } from '../dispatch/rule-ending.ts';
import { ruleExtension } from '../dispatch/rule-extension.ts';
import { reassignCase, refuseReturn } from '../dispatch/rule-return.ts';
import { superviseCase } from '../dispatch/supervise-case.ts';
import { acceptCase } from '../intake/accept-case.ts';
import { callBack } from '../intake/call-back.ts';
import { archiveCase, closeCase, sendBackCase } from '../intake/close-case.ts';
import { declineCase } from '../intake/decline-case.ts';
import { mergeCases } from '../intake/merge-cases.ts';
import { recordForumAnswer } from '../intake/record-forum-answer.ts';
import { breakPromises, keepPromise } from '../promises/settle-promise.ts';
import { addToCase } from '../resident/add-to-case.ts';
import { rateReply } from '../resident/rate-reply.ts';
import { reopenCase } from '../resident/reopen-case.ts';
import { promiseIds, replyVersion } from './demo.queries.ts';
import type { DemoCase, DemoStep } from './demo-case.ts';

/** Everything that the stories refer to. */
export type Stage = {
  k: Kernel;
  actors: ReadonlyMap<string, Actor>;
  departments: Book<Department>;
  caseIds: Map<string, string>;
  /** lead department of each case as the story stands */
  leads: Map<string, string>;
};

/** The person of the story, or whoever has the role there. */
function staff(stage: Stage, step: DemoStep, role: Role, departmentId?: string): Actor {
  const named = step.handler ? stage.actors.get(step.handler) : undefined;
  if (named && hasRole(named, role, departmentId)) return named;
  const other = [...stage.actors.values()].find((actor) =>
    actor.roles.some(
      (grant) => grant.role === role && (departmentId === undefined || grant.departmentId === departmentId),
    ),
  );
  const anywhere = [...stage.actors.values()].find((actor) => hasRole(actor, role, departmentId));
  const found = other ?? anywhere;
  if (!found) throw new Error(`the demo has no ${role} for ${departmentId ?? 'the city'}`);
  return found;
}

type Scene = { stage: Stage; given: DemoCase; step: DemoStep; caseId: string; leadId: string; author: Actor };

function assignmentOf({ stage, given, step }: Scene) {
  const code = step.department ?? given.lead;
  const leadDepartmentId = stage.departments.byCode(code)?.id ?? '';
  const coHandlerIds = (step.coHandlers ?? given.coHandlers ?? []).flatMap(
    (co) => stage.departments.byCode(co)?.id ?? [],
  );
  return { leadDepartmentId, coHandlerIds, opinion: step.act === 'dispatch' ? (step.text ?? '') : '' };
}

type Play = (scene: Scene) => Promise<unknown>;

const intakeActs: Record<string, Play> = {
  accept: ({ stage, step, caseId }) => acceptCase(stage.k, staff(stage, step, 'operator'), { caseId }),
  decline: ({ stage, step, caseId }) =>
    declineCase(stage.k, staff(stage, step, 'operator'), {
      caseId,
      ground: step.ground ?? '',
      explanation: step.text ?? '',
    }),
  merge: ({ stage, step, caseId }) =>
    mergeCases(stage.k, staff(stage, step, 'operator'), {
      caseIds: [caseId],
      intoId: stage.caseIds.get(step.into ?? '') ?? '',
    }),
  dispatch: async (scene) => {
    const { stage, given, step, caseId } = scene;
    const assignment = assignmentOf(scene);
    await dispatchCase(stage.k, staff(stage, step, 'dispatcher'), caseId, assignment);
    stage.leads.set(given.key, assignment.leadDepartmentId);
  },
  rule_return: async (scene) => {
    const { stage, given, step, caseId } = scene;
    const dispatcher = staff(stage, step, 'dispatcher');
    if (step.decision === 'refuse') return refuseReturn(stage.k, dispatcher, caseId, { reason: step.text ?? '' });
    const assignment = assignmentOf(scene);
    await reassignCase(stage.k, dispatcher, caseId, { ...assignment, reason: step.text ?? '' });
    stage.leads.set(given.key, assignment.leadDepartmentId);
  },
  extend_grant: ({ stage, step, caseId }) =>
    ruleExtension(stage.k, staff(stage, step, 'dispatcher'), caseId, { granted: true, reason: step.text ?? '' }),
  supervise: ({ stage, step, caseId, leadId }) => {
    const dueOn = addDays(localDate(stage.k.clock.now(), stage.k.config.TIME_ZONE), step.dueInDays ?? 3);
    return superviseCase(stage.k, staff(stage, step, 'supervisor', leadId), caseId, { order: step.text ?? '', dueOn });
  },
  close: async ({ stage, step, caseId, leadId }) => {
    const operator = staff(stage, { ...step, handler: undefined }, 'operator');
    if (!step.withoutResult) return closeCase(stage.k, operator, caseId, 'unrated');
    await requestEnding(stage.k, staff(stage, { ...step, handler: undefined }, 'handler', leadId), caseId, {
      reason: step.text ?? '',
    });
    return ruleEnding(stage.k, operator, caseId, { granted: true, reason: step.text ?? '' });
  },
  archive: ({ stage, caseId }) => archiveCase(stage.k, systemActor, caseId),
};

const deskActs: Record<string, Play> = {
  sign: ({ stage, step, caseId, leadId }) => signCase(stage.k, staff(stage, step, 'handler', leadId), caseId),
  start: ({ stage, step, caseId, leadId }) => startCase(stage.k, staff(stage, step, 'handler', leadId), caseId),
  request_return: ({ stage, step, caseId, leadId }) =>
    requestReturn(stage.k, staff(stage, step, 'handler', leadId), caseId, { reason: step.text ?? '' }),
  extend_request: ({ stage, step, caseId, leadId }) =>
    requestExtension(stage.k, staff(stage, step, 'handler', leadId), caseId, {
      working_days: step.days ?? 3,
      reason: step.text ?? '',
    }),
  contact: ({ stage, step, caseId, leadId }) =>
    recordContact(stage.k, staff(stage, step, 'handler', leadId), caseId, { how: 'phone', note: step.text ?? '' }),
  note: ({ stage, step, caseId, leadId }) =>
    addNote(stage.k, staff(stage, step, 'handler', leadId), caseId, { text: step.text ?? '' }),
  question: ({ stage, step, caseId, leadId }) =>
    askAuthor(stage.k, staff(stage, step, 'handler', leadId), caseId, { text: step.text ?? '' }),
  reply: async ({ stage, step, caseId, leadId }) => {
    const today = localDate(stage.k.clock.now(), stage.k.config.TIME_ZONE);
    const promises = (step.promises ?? []).map(({ text, dueInDays }) => ({ text, dueOn: addDays(today, dueInDays) }));
    const version = await replyVersion(stage.k.db, caseId);
    await sendReply(stage.k, staff(stage, step, 'handler', leadId), caseId, {
      text: step.text ?? '',
      promises,
      version,
    });
  },
  review: async ({ stage, given, step, caseId, leadId }) => {
    await reviewReply(stage.k, staff(stage, step, 'reviewer', leadId), caseId);
    if (!given.link?.forumReply) return;
    const answer = {
      answerUrl: `${given.link.forumUrl}#answer`,
      text: given.story.find((other) => other.act === 'reply')?.text ?? '',
    };
    await recordForumAnswer(stage.k, staff(stage, { ...step, handler: undefined }, 'operator'), caseId, answer);
  },
  promise_kept: async ({ stage, step, caseId, leadId }) => {
    const ids = await promiseIds(stage.k.db, caseId);
    await keepPromise(stage.k, staff(stage, step, 'handler', leadId), ids[step.promise ?? 0] ?? '', {
      evidence: step.text ?? '',
    });
  },
};

const authorActs: Record<string, Play> = {
  answer: ({ stage, step, caseId, author }) =>
    addToCase(stage.k, author, { trackedCaseId: caseId }, caseId, { text: step.text ?? '' }),
  rate: ({ stage, given, step, caseId, author }) => {
    const rating = {
      ...(step.stars ?? { outcome: 4, attitude: 4, speed: 4 }),
      solved: step.solved ?? true,
      text: step.text ?? '',
    };
    if (given.channel === 'phone' || given.channel === 'walk_in')
      return callBack(stage.k, staff(stage, { ...step, handler: undefined }, 'operator'), { caseId, rating });
    return rateReply(stage.k, author, { trackedCaseId: caseId }, caseId, rating);
  },
  reopen: ({ stage, step, caseId, author }) =>
    step.cause === 'promise'
      ? breakPromises(stage.k)
      : reopenCase(stage.k, author, { trackedCaseId: caseId }, caseId, { reason: step.text ?? '' }),
};

/** Lets one step of a story happen, by the person who would do it, through the same use case. */
export async function playStep(scene: Scene): Promise<void> {
  const { given, step } = scene;
  if (step.act === 'send_back') {
    const before = given.story[given.story.indexOf(step) - 1];
    const { stage, caseId, leadId } = scene;
    if (before?.act === 'reply')
      await returnReply(stage.k, staff(stage, step, 'reviewer', leadId), caseId, { note: step.text ?? '' });
    else
      await sendBackCase(stage.k, staff(stage, { ...step, handler: undefined }, 'operator'), caseId, {
        reason: step.text ?? '',
      });
    return;
  }
  const play = intakeActs[step.act] ?? deskActs[step.act] ?? authorActs[step.act];
  if (!play) throw new Error(`the demo's story of ${given.key} has an unknown act: ${step.act}`);
  await play(scene);
}
