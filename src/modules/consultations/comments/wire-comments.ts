import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing, offerOnMe } from '../../people/index.ts';
import { forgetOldLetters } from '../intake/forget-letters.ts';
import { letterFileAccess } from '../intake/letter-file-access.ts';
import { offerMailApi } from '../intake/mail-api.ts';
import { letterPurpose } from '../intake/receive-mail.ts';
import { tellOfModeration } from '../moderation/tell-of-moderation.ts';
import { countOfAccount, eraseAccount, exportOfAccount, moveAccount } from './personal-data.queries.ts';
import { commentTables } from './processing.ts';
import { tellOfAnswers } from './tell-of-answers.ts';

/** Comments, support, moderation and intake; and what contributions of all kinds hold of people. */
export function wireComments(k: Kernel): void {
  declareProcessing(k, commentTables);
  k.files.guard(letterPurpose, (request, file) => letterFileAccess(k, request, file));
  k.jobs.define('consultations.forget_letters', { cron: '40 3 * * *', tz: k.config.TIME_ZONE }, async () => {
    await forgetOldLetters(k);
  });
  tellOfAnswers(k);
  tellOfModeration(k);
  offerMailApi(k);
  offerOnMe(k, {
    href: '/me/contributions',
    label: 'consultations.comments.mine.title',
    note: 'consultations.comments.mine.note',
    icon: 'pen',
    order: 44,
  });
  declareAccountJoin(k, {
    module: 'consultations.contributions',
    tables: ['consultations.contribution', 'consultations.support', 'consultations.report'],
    move: moveAccount,
  });
  declarePersonalData(k, {
    module: 'consultations.contributions',
    held: 'consultations.comments.personal.held',
    kept: 'consultations.comments.personal.kept',
    count: countOfAccount,
    values: {
      kind: 'consultations.contribution',
      way: 'consultations.way',
      state: 'consultations.contribution_state',
    },
    export: exportOfAccount,
    erase: (tx, accountId) => eraseAccount(tx, accountId, k.i18n.t('zh-CN')('consultations.comments.nobody')),
  });
}
