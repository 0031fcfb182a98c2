import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing } from '../../people/index.ts';
import { countOfAccount, exportOfAccount, forgetAccount, moveAnswers } from './account.queries.ts';
import './answer.errors.ts';
import { answerFileAccess } from './file-access.ts';
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
