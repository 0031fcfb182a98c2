import { localeLabels } from '../../../../kernel/i18n/index.ts';
import { Button } from '../../../../ui/button.tsx';
import { Chips } from '../../../../ui/choice.tsx';
import { checkCityColours, contrastRatio } from '../../../../ui/city-css.ts';
import { Checkbox, Field, FileField } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../../ui/form.tsx';
import { Heading, Section } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { versionOf } from '../admin-page.tsx';
import { type City, type CityPart, cityState } from './change-city.ts';

type Tried = { part: CityPart; values: FormValues; errors: FormErrors };
type PartProps = { city: City; tried: Tried | undefined };

const localeNames = Object.entries(localeLabels).map(([value, label]) => ({ value, label }));

/** Everything that every page shows of the city. */
export function CityPage({ city, tried }: PartProps) {
  const { t } = useUi();
  return (
    <>
      <Heading title={t('people.admin.city.title')} lead={t('people.admin.city.lead')} />
      <Names city={city} tried={tried} />
      <Look city={city} tried={tried} />
      <Contact city={city} tried={tried} />
      <Places city={city} tried={tried} />
    </>
  );
}

type PartFormProps = PartProps & {
  part: CityPart;
  stored: FormValues;
  multipart?: boolean;
  buttons?: preact.ComponentChildren;
  children: preact.ComponentChildren;
};

function PartForm(p: PartFormProps) {
  const { t } = useUi();
  const own = p.tried?.part === p.part ? p.tried : undefined;
  return (
    <Section id={p.part} title={t(`people.admin.city.part_${p.part}`)} note={t(`people.admin.city.note_${p.part}`)}>
      <Form
        id={`city-${p.part}`}
        action={`/admin/settings/${p.part}`}
        values={own?.values ?? p.stored}
        errors={own?.errors}
        multipart={p.multipart}
      >
        <Hidden name="version" value={versionOf(cityState(p.city, p.part))} />
        {p.children}
        <Actions>
          <Button primary>{t('people.admin.save')}</Button>
          {p.buttons}
        </Actions>
      </Form>
    </Section>
  );
}

function Names(p: PartProps) {
  const { t } = useUi();
  const { city } = p;
  const names = ['name', 'platformName', 'brand', 'sponsor', 'operator'] as const;
  const most = { name: 30, platformName: 40, brand: 12, sponsor: 80, operator: 80 };
  const stored = Object.fromEntries(
    names.flatMap((name) => [
      [name, city[name]['zh-CN']],
      [`${name}_en`, city[name].en ?? ''],
    ]),
  );
  return (
    <PartForm {...p} part="names" stored={stored}>
      {/* keys: people.admin.city.field_* */}
      {names.map((name) => (
        <div class="pairs">
          <Field
            name={name}
            label={t(`people.admin.city.field_${name}`)}
            maxLength={most[name]}
            required={name !== 'sponsor' && name !== 'operator'}
          />
          <Field
            name={`${name}_en`}
            lang="en"
            label={t('people.admin.city.in_english', { what: t(`people.admin.city.field_${name}`) })}
            maxLength={most[name] * 2}
            optional
          />
        </div>
      ))}
    </PartForm>
  );
}

function Look(p: PartProps) {
  const { t } = useUi();
  const { city } = p;
  const own = p.tried?.part === 'look' ? p.tried.values : {};
  const primary = String(own.primaryColour ?? city.primaryColour);
  const accent = String(own.accentColour ?? city.accentColour);
  return (
    <PartForm
      {...p}
      part="look"
      multipart
      stored={{ primaryColour: city.primaryColour, accentColour: city.accentColour }}
      buttons={
        <Button name="do" value="preview">
          {t('people.admin.preview')}
        </Button>
      }
    >
      <Field
        name="primaryColour"
        type="color"
        width="short"
        label={t('people.admin.city.field_primaryColour')}
        hint={t('people.admin.city.primary_hint')}
      />
      <Field
        name="accentColour"
        type="color"
        width="short"
        label={t('people.admin.city.field_accentColour')}
        hint={t('people.admin.city.accent_hint')}
      />
      <ColourPreview primary={primary} accent={accent} brand={city.brand['zh-CN']} />
      {city.emblemFileId && (
        <>
          <p class="hint">{t('people.admin.city.emblem_now')}</p>
          <img src={`/files/${city.emblemFileId}`} alt={t('people.admin.city.emblem_now')} width="72" height="72" />
          <Checkbox name="removeEmblem" label={t('people.admin.city.emblem_remove')} />
        </>
      )}
      <FileField
        name="emblem"
        label={t('people.admin.city.emblem')}
        hint={t('people.admin.city.emblem_hint')}
        accept="image/png,image/jpeg,image/webp"
        optional
      />
    </PartForm>
  );
}

/** How the two colours look on the paper, with their contrast in figures. */
function ColourPreview({ primary, accent, brand }: { primary: string; accent: string; brand: string }) {
  const { t } = useUi();
  const problems = checkCityColours({ primary, accent });
  if (problems.some(({ code }) => code === 'format')) return null;
  const ratio = (colour: string) => contrastRatio(colour, '#faf6ed').toFixed(2);
  const label = t('people.admin.city.preview', { primary: ratio(primary), accent: ratio(accent) });
  return (
    <figure>
      <svg viewBox="0 0 420 96" width="420" height="96" role="img" aria-label={label}>
        <rect width="420" height="96" fill="#faf6ed" stroke="#dbd2c0" />
        <circle cx="48" cy="48" r="28" fill="none" stroke={primary} stroke-width="3" />
        <circle cx="48" cy="48" r="17" fill="none" stroke={primary} stroke-width="3" />
        <circle cx="48" cy="48" r="6" fill={primary} />
        <text x="92" y="58" font-size="26" fill={primary}>
          {brand}
        </text>
        <rect x="190" y="28" width="96" height="40" rx="3" fill={primary} />
        <text x="238" y="54" font-size="17" fill="#fffdf7" text-anchor="middle">
          {t('people.admin.save')}
        </text>
        <rect x="312" y="22" width="52" height="52" rx="3" fill={accent} />
        <text x="338" y="55" font-size="18" fill="#fffdf7" text-anchor="middle">
          {t('people.admin.city.seal')}
        </text>
      </svg>
      <figcaption class="quiet">{label}</figcaption>
    </figure>
  );
}

function Contact(p: PartProps) {
  const { t } = useUi();
  const { city } = p;
  const stored: FormValues = {
    hotline: city.hotline,
    address: city.address['zh-CN'],
    address_en: city.address.en ?? '',
    hours: city.hours['zh-CN'],
    hours_en: city.hours.en ?? '',
    serviceFrom: city.serviceFrom,
    serviceUntil: city.serviceUntil,
    serviceAlways: city.serviceAlways ? 'yes' : '',
    languages: city.languages,
  };
  const inEnglish = (name: string) => t('people.admin.city.in_english', { what: t(`people.admin.city.field_${name}`) });
  const values = p.tried?.part === 'contact' ? p.tried.values : stored;
  return (
    <PartForm {...p} part="contact" stored={stored}>
      <Field
        name="hotline"
        label={t('people.admin.city.field_hotline')}
        inputmode="tel"
        maxLength={20}
        width="short"
        required
      />
      <Field name="address" label={t('people.admin.city.field_address')} maxLength={120} optional />
      <Field name="address_en" label={inEnglish('address')} maxLength={200} lang="en" optional />
      <Field
        name="hours"
        label={t('people.admin.city.field_hours')}
        hint={t('people.admin.city.hours_hint')}
        maxLength={120}
        optional
      />
      <Field name="hours_en" label={inEnglish('hours')} maxLength={200} lang="en" optional />
      <Field
        name="serviceFrom"
        type="time"
        label={t('people.admin.city.field_serviceFrom')}
        hint={t('people.admin.city.service_hint')}
        width="short"
      />
      <Field name="serviceUntil" type="time" label={t('people.admin.city.field_serviceUntil')} width="short" />
      <Checkbox
        name="serviceAlways"
        label={t('people.admin.city.field_serviceAlways')}
        checked={values.serviceAlways === 'yes'}
      />
      <Chips
        name="languages"
        legend={t('people.admin.city.field_languages')}
        hint={t('people.admin.city.languages_hint')}
        options={localeNames}
        multiple
      />
    </PartForm>
  );
}

function Places(p: PartProps) {
  const { t } = useUi();
  return (
    <PartForm {...p} part="places" stored={{ placeWords: p.city.placeWords.join('\n') }}>
      <Field
        name="placeWords"
        type="textarea"
        paper="plain"
        rows={8}
        label={t('people.admin.city.field_placeWords')}
        hint={t('people.admin.city.words_hint')}
        optional
      />
    </PartForm>
  );
}
