import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Change } from './changes.rules.ts';
import { Changes } from './changes-part.tsx';

/** Before an open competition is changed: what would be different, and why, as everybody will read it. */
export function PreviewPage(p: {
  changes: readonly Change[];
  action: string;
  /** what was typed in the form, sent along */
  typed: Readonly<Record<string, string | string[]>>;
  back: string;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const carried = Object.entries(p.typed).filter(([name]) => name !== 'note' && name !== 'asked_why');
  return (
    <>
      <Heading title={t('competitions.organise.preview.title')} lead={t('competitions.organise.preview.lead')} />
      <Changes changes={p.changes} />
      <Section>
        <Form id="note" action={p.action} values={{ note: p.typed.note }} errors={p.errors}>
          {carried.flatMap(([name, value]) => [value].flat().map((one) => <Hidden name={name} value={one} />))}
          <Hidden name="asked_why" value="yes" />
          <Field
            name="note"
            type="textarea"
            paper="plain"
            rows={4}
            label={t('competitions.organise.preview.why')}
            hint={t('competitions.organise.preview.why_hint')}
            maxLength={2000}
            required
          />
          <Actions note={t('competitions.organise.preview.note')}>
            <Button primary>{t('competitions.organise.preview.publish')}</Button>
            <ButtonLink href={p.back}>{t('competitions.organise.preview.leave')}</ButtonLink>
          </Actions>
        </Form>
      </Section>
    </>
  );
}
