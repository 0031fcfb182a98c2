import { Button } from '../../../ui/button.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { GuardianFields } from '../guardians/guardian-fields.tsx';

/** What is kept, what for, how long: said before anything is asked. */
export function DataNotice() {
  const { t } = useUi();
  return (
    <dl class="plain notice-of-data">
      {(['what', 'why', 'who', 'how_long', 'rights'] as const).map((part) => (
        <div>
          <dt>{t(`people.notice.${part}`)}</dt>
          <dd>{t(`people.notice.${part}_text`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Open where a child has begun to fill it in, or something in it is wrong. */
function isChild({ values, errors }: { values: FormValues; errors: FormErrors }): boolean {
  const names = ['birthMonth', 'guardianName', 'guardianAddress'];
  return values.child === 'yes' || names.some((name) => values[name] || errors[name]);
}

export function WelcomePage(p: { back: string; values: FormValues; errors: FormErrors; brand: string }) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.welcome.title')}
      lead={t('people.welcome.lead', { brand: p.brand })}
      aside={{ title: t('people.notice.title'), children: <DataNotice /> }}
    >
      <Form id="welcome" action="/welcome" values={p.values} errors={p.errors}>
        <Hidden name="back" value={p.back} />
        <Field
          name="name"
          label={t('people.profile.name')}
          hint={t('people.profile.name_hint')}
          autocomplete="name"
          maxLength={50}
          required
          width="half"
        />
        <Field
          name="displayName"
          label={t('people.profile.display_name')}
          hint={t('people.profile.display_name_hint')}
          autocomplete="nickname"
          maxLength={50}
          required
          width="half"
        />
        <Fold summary={t('people.guardians.under_age')} open={isChild(p)}>
          <GuardianFields />
        </Fold>
        <Checkbox name="agreed" label={t('people.welcome.agree')} hint={t('people.welcome.agree_hint')} required />
        <Actions note={t('people.welcome.next')}>
          <Button primary>{t('people.welcome.enter')}</Button>
        </Actions>
      </Form>
      <form action="/sign-out" method="post">
        <Button small>{t('people.welcome.leave')}</Button>
      </form>
    </Sheet>
  );
}
