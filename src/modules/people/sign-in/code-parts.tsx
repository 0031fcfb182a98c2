import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';

/** Where the codes of the demo are read: nothing is really sent there. */
export function DemoCode() {
  const { t } = useUi();
  return (
    <Notice title={t('people.demo.code_title')}>
      <p>
        <a href="/demo/messages" target="_blank" rel="noopener">
          {t('people.demo.code_link')}
        </a>
      </p>
    </Notice>
  );
}

/** The field for a one-time code; phones offer what just came in. */
export function CodeField() {
  const { t } = useUi();
  return (
    <Field
      name="code"
      label={t('people.code.label')}
      hint={t('people.code.hint')}
      inputmode="numeric"
      autocomplete="one-time-code"
      maxLength={12}
      width="short"
      required
      autofocus
    />
  );
}
