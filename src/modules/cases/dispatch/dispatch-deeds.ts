import { failFields } from '../../../kernel/errors/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { askAuthor } from '../desk/ask-author.ts';
import { acceptCase } from '../intake/accept-case.ts';
import { callBack, callBackInput } from '../intake/call-back.ts';
import { closeCase, sendBackCase } from '../intake/close-case.ts';
import { declineCase } from '../intake/decline-case.ts';
import { mergeCases } from '../intake/merge-cases.ts';
import { recordForumAnswer } from '../intake/record-forum-answer.ts';
import { decideCase } from './decide-case.ts';
import type { DoneDeed, Posted } from './desk-handlers.ts';
import { ruleEnding } from './rule-ending.ts';
import { ruleExtension } from './rule-extension.ts';
import { reassignCase, refuseReturn } from './rule-return.ts';
import { liftSupervision, superviseCase } from './supervise-case.ts';
import { decisionTyped, many, one } from './typed-decision.ts';

type Work = (k: Kernel, posted: Posted, locale: Locale) => Promise<{ did: DoneDeed; stay?: boolean }>;

const yesOrNo = (value: string): 'yes' | 'no' => (value === 'yes' ? 'yes' : 'no');

/** Each deed of the desk by the last part of its address: the form it comes from, and what it does. */
export const dispatchDeeds: Record<string, { form: string; work: Work }> = {
  accept: {
    form: 'decide',
    work: async (k, { actor, row, fields }, locale) => {
      const { kind, categoryId, urgent, limitKind } = await decisionTyped(k, row, fields, locale, false);
      await acceptCase(k, actor, { caseId: row.id, kind, categoryId, urgent, limitKind });
      return { did: 'accepted' };
    },
  },
  dispatch: {
    form: 'decide',
    work: async (k, { actor, row, fields }, locale) => {
      await decideCase(k, actor, row.id, await decisionTyped(k, row, fields, locale, true));
      return { did: 'dispatched' };
    },
  },
  reassign: {
    form: 'decide',
    work: async (k, { actor, row, fields }, locale) => {
      const { leadDepartmentId, coHandlerIds } = await decisionTyped(k, row, fields, locale, true);
      await reassignCase(k, actor, row.id, { leadDepartmentId, coHandlerIds, reason: one(fields, 'reason') });
      return { did: 'reassigned' };
    },
  },
  refuse: {
    form: 'decide',
    work: async (k, { actor, row, fields }) => {
      await refuseReturn(k, actor, row.id, { reason: one(fields, 'reason') });
      return { did: 'refused' };
    },
  },
  merge: {
    form: 'decide',
    work: async (k, { actor, row, fields }) => {
      const [intoId, ...others] = many(fields, 'same');
      if (!intoId || others.length > 0) failFields({ '': { key: 'cases.dispatch.field.one_to_merge' } });
      await mergeCases(k, actor, { caseIds: [row.id], intoId });
      return { did: 'merged' };
    },
  },
  decline: {
    form: 'decline',
    work: async (k, { actor, row, fields }) => {
      await declineCase(k, actor, {
        caseId: row.id,
        ground: one(fields, 'ground'),
        explanation: one(fields, 'explanation'),
      });
      return { did: 'declined' };
    },
  },
  ask: {
    form: 'ask',
    work: async (k, { actor, row, fields }) => {
      await askAuthor(k, actor, row.id, { text: one(fields, 'text') });
      return { did: 'asked', stay: true };
    },
  },
  extension: {
    form: 'extension',
    work: async (k, { actor, row, fields }) => {
      const granted = yesOrNo(one(fields, 'granted'));
      await ruleExtension(k, actor, row.id, { granted, reason: one(fields, 'reason') });
      return { did: granted === 'yes' ? 'extension_granted' : 'extension_refused' };
    },
  },
  ending: {
    form: 'ending',
    work: async (k, { actor, row, fields }) => {
      const granted = yesOrNo(one(fields, 'granted'));
      await ruleEnding(k, actor, row.id, { granted, reason: one(fields, 'reason') });
      return { did: granted === 'yes' ? 'ended' : 'ending_refused' };
    },
  },
  'call-back': {
    form: 'call',
    work: async (k, { actor, row, fields }) => {
      const note = one(fields, 'note');
      if (one(fields, 'reached') !== 'yes') {
        await callBack(k, actor, { caseId: row.id, note, rating: null });
        return { did: 'missed' };
      }
      const [outcome, attitude, speed] = ['outcome', 'attitude', 'speed'].map((name) => one(fields, name));
      const rating = { outcome, attitude, speed, solved: one(fields, 'solved'), text: one(fields, 'text') };
      await callBack(k, actor, callBackInput.parse({ caseId: row.id, note, rating }));
      return { did: 'called_back' };
    },
  },
  close: {
    form: 'close',
    work: async (k, { actor, row }) => {
      await closeCase(k, actor, row.id, row.rated_at ? 'rated' : row.kind === 'thanks' ? 'thanks' : 'unrated');
      return { did: 'closed' };
    },
  },
  'send-back': {
    form: 'send-back',
    work: async (k, { actor, row, fields }) => {
      await sendBackCase(k, actor, row.id, { reason: one(fields, 'reason') });
      return { did: 'sent_back' };
    },
  },
  'forum-answer': {
    form: 'forum',
    work: async (k, { actor, row, fields }) => {
      await recordForumAnswer(k, actor, row.id, { answerUrl: one(fields, 'answerUrl'), text: one(fields, 'text') });
      return { did: 'forum_answered', stay: true };
    },
  },
  ...superviseDeeds(),
};

/** Those that the desk of supervision has too. */
export function superviseDeeds(): Record<string, { form: string; work: Work }> {
  return {
    supervise: {
      form: 'supervise',
      work: async (k, { actor, row, fields }) => {
        await superviseCase(k, actor, row.id, { order: one(fields, 'order'), dueOn: one(fields, 'dueOn') });
        return { did: 'supervised', stay: true };
      },
    },
    lift: {
      form: 'lift',
      work: async (k, { actor, row, fields }) => {
        await liftSupervision(k, actor, row.id, { result: one(fields, 'result') });
        return { did: 'lifted', stay: true };
      },
    },
  };
}
