import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Fold } from '../../../../ui/dialog.tsx';
import { Facts, Steps } from '../../../../ui/facts.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Section, Sheet } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import type { NominationDetails } from '../../nominations/accepted-nomination.ts';
import type { Check } from '../application/application.queries.ts';
import { checkItems } from '../application/application.rules.ts';
import { EntryFields, type EntryFieldsProps, PublicAndConsents } from '../entry-fields.tsx';
import { Recommendation } from '../recommendation.tsx';
import type { RegisterSettings } from '../register.settings.ts';
import { suspensionRules } from '../suspension/suspension.rules.ts';

/** Id of the application's form, under which its draft is kept. */
export const joinForm = 'join';

export type JoinProps = {
  settings: RegisterSettings;
  /** why there is no form: nobody is signed in, there is no name yet, an application is under way, a member already */
  instead?: 'sign_in' | 'welcome' | 'open' | 'member';
  form?: Omit<EntryFieldsProps, 'send'> & {
    errors: FormErrors;
    realName: string;
    nomination: NominationDetails | null;
    returned: Check | undefined;
  };
};

/** What the register is, what is kept and why, and the application itself. */
export function JoinPage({ settings, instead, form }: JoinProps) {
  const { t } = useUi();
  return (
    <Sheet
      title={t('people.register.join.title')}
      lead={t('people.register.join.lead')}
      aside={{
        title: t('people.register.join.next'),
        children: (
          <Steps
            items={(['check', 'decide', 'member', 'leave'] as const).map((step) => ({
              title: t(`people.register.join.step_${step}`),
              text: t(`people.register.join.step_${step}_text`, { years: settings.term_years }),
            }))}
          />
        ),
      }}
    >
      {instead && <Instead why={instead} />}
      <Kept settings={settings} open={!form} />
      {form && <Application {...form} />}
    </Sheet>
  );
}

const places = {
  sign_in: '/sign-in?back=/join',
  welcome: '/welcome?back=/join',
  open: '/me/membership',
  member: '/me/membership',
} as const;

function Instead({ why }: { why: keyof typeof places }) {
  const { t } = useUi();
  return (
    <Notice title={t(`people.register.join.${why}`)}>
      <p>{t(`people.register.join.${why}_text`)}</p>
      <p>
        <ButtonLink primary href={places[why]}>
          {t(`people.register.join.${why}_go`)}
        </ButtonLink>
      </p>
    </Notice>
  );
}

/** What is kept, what for, how long; and the only grounds on which a membership can be suspended. */
function Kept({ settings, open }: { settings: RegisterSettings; open: boolean }) {
  const { t } = useUi();
  const parts = ['what', 'why', 'who', 'how_long', 'never', 'rights'] as const;
  return (
    <>
      <Fold summary={t('people.register.kept.title')} open={open}>
        <Facts
          ruled
          items={parts.map((part) => ({
            label: t(`people.register.kept.${part}`),
            value: t(`people.register.kept.${part}_text`, { days: settings.declinedKept_days }),
          }))}
        />
      </Fold>
      <Fold summary={t('people.register.rules.title')} open={open}>
        <div id="rules">
          <p>{t('people.register.rules.text', { days: settings.hearing_workingDays })}</p>
          <ul class="bullets">
            {suspensionRules.map((rule) => (
              <li>{t(`people.register.rule.${rule}`)}</li>
            ))}
          </ul>
          <p>{t('people.register.rules.never')}</p>
        </div>
      </Fold>
    </>
  );
}

/** What the secretariat found missing. */
export function Missing({ check }: { check: Check }) {
  const { t } = useUi();
  const missing = checkItems.filter((item) => !check.items[item].ok);
  return (
    <Notice tone="warn" title={t('people.register.returned.title')}>
      <ul class="bullets">
        {missing.map((item) => (
          <li>
            <b>{t(`people.register.item.${item}`)}</b> {check.items[item].note}
          </li>
        ))}
      </ul>
      {check.note && <Pre text={check.note} />}
    </Notice>
  );
}

function Application(p: NonNullable<JoinProps['form']>) {
  const { t } = useUi();
  const values: FormValues = p.values;
  const send = t(p.returned ? 'people.register.join.send_again' : 'people.register.join.send');
  return (
    <Section id="application" title={t(p.returned ? 'people.register.join.again' : 'people.register.join.form')}>
      {p.nomination && <Recommendation nomination={p.nomination} />}
      {p.returned && <Missing check={p.returned} />}
      <Form id={joinForm} action="/join" values={values} errors={p.errors} keepDraft>
        {p.nomination && <Hidden name="nomination" value={p.nomination.id} />}
        <Facts
          items={[
            {
              label: t('people.register.field.name'),
              value: p.realName,
              end: <a href="/me/profile">{t('people.register.form.change_name')}</a>,
            },
          ]}
        />
        <EntryFields {...p} send={send} />
        <Fieldset legend={t('people.register.item.references')}>
          <Field
            name="referees"
            type="textarea"
            paper="plain"
            rows={3}
            label={t('people.register.form.referees')}
            hint={t('people.register.form.referees_hint')}
            optional
            maxLength={500}
          />
        </Fieldset>
        <PublicAndConsents asking />
        <Actions note={t('people.register.join.after')}>
          <Button primary>{send}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
