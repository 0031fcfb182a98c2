import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing } from '../../people/index.ts';
import { countOfAccount, exportOfAccount, forgetAccount, moveAnswers } from './account.queries.ts';
import './answer.errors.ts';
import { offerAtDesk } from '../desk-places.ts';
import { mayReadInvited, mayRun } from '../surveys.policy.ts';
import { answerFileAccess } from './file-access.ts';
import { invitationFigures } from './invite/invitation.queries.ts';
import { sendJob, sendSome } from './invite/send-invitations.ts';
import { lastPapers } from './paper/paper.queries.ts';
import { answerTables } from './processing.ts';
import { answerPurpose } from './save-page.ts';
import { tendAnswers } from './tend-answers.ts';

/** Answers: who opens their files, what they hold of people, and what happens each night. */
export function wireAnswer(k: Kernel): void {
  declareProcessing(k, answerTables);
  k.files.guard(answerPurpose, (request, file) => answerFileAccess(k, request, file));
  k.jobs.define('surveys.answers', { cron: '41 3 * * *', tz: k.config.TIME_ZONE, expireSeconds: 900 }, () =>
    tendAnswers(k),
  );
  const group = 'surveys.invitations';
  // Sent to addresses, whether or not somebody has an account with them.
  k.notify.declareKinds(
    ['invitation', 'reminder'].map((kind) => ({ kind: `surveys.${kind}`, group, mandatory: true })),
  );
  k.jobs.define<{ surveyId: string; which: 'first' | 'reminder' }>(sendJob, { retryLimit: 5 }, (data) =>
    sendSome(k, data),
  );
  offerPlaces(k);
  declareAccountJoin(k, {
    module: 'surveys.answer',
    tables: ['surveys.participation', 'surveys.draft', 'surveys.response', 'surveys.paper'],
    move: async (tx, from, to) => k.files.release(tx, await moveAnswers(tx, from, to)),
  });
  declarePersonalData(k, {
    module: 'surveys.answer',
    held: 'surveys.answer.personal.held',
    kept: 'surveys.answer.personal.kept',
    count: countOfAccount,
    export: exportOfAccount,
    erase: async (tx, accountId) => k.files.release(tx, await forgetAccount(tx, accountId)),
  });
}

function offerPlaces(k: Kernel): void {
  offerAtDesk(k, {
    order: 30,
    places: async (_, { actor, survey, ctx }) => {
      const base = `/questionnaires/${survey.slug}`;
      const places = [];
      if (survey.way === 'invited' && mayReadInvited(actor, survey)) {
        const { invited, answered } = await invitationFigures(k.db, survey.id);
        const note = ctx.t('surveys.answer.invite.place_note', { invited, answered });
        places.push({ href: `${base}/invitations`, label: ctx.t('surveys.answer.invite.title'), note });
      }
      if (mayRun(actor, survey) && (survey.state === 'open' || survey.state === 'closed')) {
        const { count } = await lastPapers(k.db, survey.id, 1);
        const note = ctx.t('surveys.answer.paper.place_note', { count });
        places.push({ href: `${base}/paper`, label: ctx.t('surveys.answer.paper.title'), note });
      }
      return places;
    },
  });
}
