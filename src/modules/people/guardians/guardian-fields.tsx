import { Checkbox, Field } from '../../../ui/field.tsx';
import { useUi } from '../../../ui/page-context.ts';

/** What a child says: the month of birth, and who decides for them. */
export function GuardianFields({ box = true }: { box?: boolean }) {
  const { t } = useUi();
  return (
    <div class="fields">
      <p>{t('people.guardians.why')}</p>
      {box && <Checkbox name="child" label={t('people.guardians.i_am')} />}
      <Field
        name="birthMonth"
        type="month"
        label={t('people.guardians.birth_month')}
        hint={t('people.guardians.birth_month_hint')}
        width="short"
      />
      <Field
        name="guardianName"
        label={t('people.guardians.guardian_name')}
        hint={t('people.guardians.guardian_name_hint')}
        maxLength={30}
        width="half"
      />
      <Field
        name="guardianAddress"
        label={t('people.guardians.guardian_address')}
        hint={t('people.guardians.guardian_address_hint')}
        inputmode="email"
        maxLength={254}
        width="half"
      />
    </div>
  );
}
