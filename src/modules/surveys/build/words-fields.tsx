import type { VNode } from 'preact';
import { Field } from '../../../ui/field.tsx';
import { Columns } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { languageName } from './languages.ts';

/** One text in each language, side by side: `label.zh-CN`, `label.en`. */
export function WordsFields(p: {
  name: string;
  label: string;
  languages: readonly string[];
  hint?: string;
  lines?: boolean;
  required?: boolean;
  maxLength?: number;
  /** says the language though there is only one */
  spelt?: boolean;
}) {
  const { t } = useUi();
  const fields = p.languages.map((locale, index) => (
    <Field
      name={`${p.name}.${locale}`}
      label={
        p.languages.length > 1 || p.spelt
          ? t('surveys.build.in_language', { label: p.label, language: languageName(locale) })
          : p.label
      }
      {...(p.hint && index === 0 && { hint: p.hint })}
      {...(p.lines && { type: 'textarea' as const, paper: 'plain' as const, rows: 2 })}
      {...(p.maxLength && { maxLength: p.maxLength })}
      lang={locale}
      required={p.required === true && index === 0}
    />
  ));
  return fields.length === 1 ? (fields[0] as VNode) : <Columns>{fields}</Columns>;
}
