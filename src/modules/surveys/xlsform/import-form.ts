import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { lastImport, replaceForm } from '../build/build.queries.ts';
import { holdSurveyVersion } from '../build/change-form.ts';
import { mayRun } from '../surveys.policy.ts';
import type { FileProblem } from './file-problems.ts';
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
  read: ReadXlsform,
  version?: number,
): Promise<void> {
  const { definition, errorCount } = read;
  if (!definition) return fail('surveys.file_has_errors', { count: errorCount });
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'import_form', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey }) => {
      holdSurveyVersion(survey, version);
      await replaceForm(tx, survey, definition);
      return { details: importDetails(read), result: undefined };
    },
  );
}

/** What is kept of a file in the record: what is different in the survey from what the file said. */
export function importDetails({ notices }: Pick<ReadXlsform, 'notices'>): Record<string, unknown> {
  return { notices };
}

/** What was different in the file that the questions came from; empty where they came from none. */
export async function importNotices(k: Kernel, surveyId: string): Promise<FileProblem[]> {
  const notices = (await lastImport(k.db, surveyId))?.notices;
  return Array.isArray(notices) ? (notices as FileProblem[]) : [];
}
