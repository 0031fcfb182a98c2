import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { replaceForm } from '../build/build.queries.ts';
import { holdSurveyVersion } from '../build/change-form.ts';
import { mayRun } from '../surveys.policy.ts';
import { type ReadXlsform, readXlsform } from './read-xlsform.ts';
import './xlsform.errors.ts';

/** Reads a file as an XLSForm, in the city's time zone. @throws AppError sheets.* */
export function readFile(k: Kernel, bytes: Buffer): Promise<ReadXlsform> {
  return readXlsform(bytes, {
    zone: k.config.TIME_ZONE,
    otherLabel: (locale) => k.i18n.t(locale === 'zh-CN' || locale === 'zh-TW' ? locale : 'en')('surveys.xlsform.other'),
  });
}

/**
 * Puts what a file asks in the place of a draft's questions; the ones before can be had back.
 * @throws AppError surveys.wrong_state, kernel.changed_meanwhile, surveys.file_has_errors
 */
export async function importForm(
  k: Kernel,
  actor: Actor,
  id: string,
  { definition, errorCount }: Pick<ReadXlsform, 'definition' | 'errorCount'>,
  version?: number,
): Promise<void> {
  if (!definition) return fail('surveys.file_has_errors', { count: errorCount });
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'import_form', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey }) => {
      holdSurveyVersion(survey, version);
      await replaceForm(tx, survey, definition);
      return { result: undefined };
    },
  );
}
