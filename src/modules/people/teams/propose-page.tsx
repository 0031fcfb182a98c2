import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { formState, type Wrong } from './team-words.tsx';
import { purposes } from './teams.rules.ts';

/** What a team may not be for: said before anything is asked. */
function Charter({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <div class="prose">
      <p>{t('people.teams.charter_lead')}</p>
      <ul>
        {(['comments', 'boost', 'bury', 'watch', 'speak'] as const).map((part) => (
          <li>{t(`people.teams.charter.${part}`)}</li>
        ))}
      </ul>
      <p>{t('people.teams.charter_next')}</p>
    </div>
  );
}

export function ProposePage(p: {
  ctx: PageContext;
  allowed: boolean;
  displayName: string;
  departments: { value: string; label: string }[];
  wrong?: Wrong;
}) {
  const { ctx } = p;
  const { t } = ctx;
  const aside = { title: t('people.teams.charter_title'), children: <Charter ctx={ctx} /> };
  if (!p.allowed)
    return (
      <Sheet title={t('people.teams.propose_title')} aside={aside}>
        <EmptyState
          title={t('people.teams.members_only')}
          action={<ButtonLink href="/join">{t('people.teams.members_only_join')}</ButtonLink>}
        >
          <p>{t('people.teams.members_only_text')}</p>
        </EmptyState>
      </Sheet>
    );
  return (
    <Sheet title={t('people.teams.propose_title')} lead={t('people.teams.propose_lead')} aside={aside}>
      <Form {...formState(ctx, p.wrong, 'propose')} action="/teams/new" keepDraft>
        <Field name="name" label={t('people.teams.name')} hint={t('people.teams.name_hint')} maxLength={40} required />
        <Field
          name="purpose"
          type="select"
          label={t('people.teams.for')}
          hint={t('people.teams.purpose_hint')}
          placeholder={t('people.teams.choose')}
          options={purposes.map((code) => ({ value: code, label: t(`people.teams.purpose.${code}`) }))}
          required
        />
        <Field
          name="about"
          type="textarea"
          label={t('people.teams.about')}
          hint={t('people.teams.about_hint')}
          rows={6}
          maxLength={2000}
          required
        />
        {p.departments.length > 0 && (
          <Field
            name="departmentId"
            type="select"
            label={t('people.teams.for_department')}
            placeholder={t('people.teams.for_department_none')}
            options={p.departments}
            optional
          />
        )}
        <Checkbox name="shown" label={t('people.teams.show_me', { name: p.displayName })} />
        <Checkbox name="charter" label={t('people.teams.charter_agree')} required />
        <Actions note={t('people.teams.propose_next')}>
          <Button primary>{t('people.teams.propose')}</Button>
        </Actions>
      </Form>
    </Sheet>
  );
}
