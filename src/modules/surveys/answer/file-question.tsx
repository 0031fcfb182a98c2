import { FieldError, fieldId, Hidden, useForm } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { QuestionOf } from '../questionnaire.rules.ts';
import type { AnswerFile } from './file.queries.ts';
import type { Parts } from './question-parts.tsx';

/** The input of a question's uploads, the boxes of those that stay, and the mark that says the boxes were there. */
export const fileField = {
  upload: (question: string) => `file.${question}`,
  keep: (question: string) => `keep.${question}`,
  had: 'had',
} as const;

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(bytes < 1_000_000 ? 1 : 0);

/** Uploads, and those from before. */
export function FileQuestion({
  question,
  parts,
  files,
}: {
  question: QuestionOf<'file'>;
  parts: Parts;
  files: readonly AnswerFile[];
}) {
  const { t } = useUi();
  const form = useForm();
  const id = fieldId(form.id, parts.name);
  const error = form.errors[parts.name];
  const described = [parts.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={error ? 'field bad' : 'field'}>
      <label for={id}>
        {parts.label}
        {parts.optional && <span class="optional">{t('ui.form.optional')}</span>}
      </label>
      {parts.hint && (
        <p class="hint" id={`${id}-h`}>
          {parts.hint}
        </p>
      )}
      {error && <FieldError id={`${id}-e`} text={error} />}
      <input
        id={id}
        type="file"
        name={fileField.upload(question.name)}
        accept={question.accept === 'image' ? 'image/*' : undefined}
        multiple={question.most > 1}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described}
      />
      {files.length > 0 && (
        <>
          <Hidden name={fileField.had} value={question.name} />
          <ul class="kept">
            {files.map((file) => (
              <li>
                <label>
                  <input type="checkbox" name={fileField.keep(question.name)} value={file.fileId} checked />
                  <span>{t('surveys.answer.kept_file', { name: file.name, mb: megabytes(file.sizeBytes) })}</span>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
