import type { ComponentChildren } from 'preact';
import type { ChoiceOption } from '../../../ui/choice.tsx';
import { FieldError, fieldId, useForm } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Choice as AnswerChoice } from '../questionnaire.rules.ts';
import { type Tongue, Written } from './question-words.tsx';

/** What all kinds of fields are given. */
export type Parts = {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  optional: boolean;
};

export const optionOf = (choice: Pick<AnswerChoice, 'name' | 'label'>, tongue: Tongue): ChoiceOption => ({
  value: choice.name,
  label: <Written words={choice.label} tongue={tongue} />,
});

/** Fields that answer one question together: one legend, one hint, one error, and the place where the summary's link leads. */
export function Group({ parts, children }: { parts: Parts; children: ComponentChildren }) {
  const { t } = useUi();
  const form = useForm();
  const id = fieldId(form.id, parts.name);
  const error = form.errors[parts.name];
  const described = [parts.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset class={error ? 'field bad' : 'field'} id={id} tabIndex={-1} aria-describedby={described}>
      <legend>
        {parts.label}
        {parts.optional && <span class="optional">{t('ui.form.optional')}</span>}
      </legend>
      {parts.hint && (
        <p class="hint" id={`${id}-h`}>
          {parts.hint}
        </p>
      )}
      {error && <FieldError id={`${id}-e`} text={error} />}
      {children}
    </fieldset>
  );
}
