import { languageNames } from './masthead.tsx';
import { htmlLang, type PageContext, type Theme, viewHref } from './page-context.ts';

const themes: Theme[] = ['auto', 'light', 'dark'];

/** The footer: who runs this, what it has promised, where people are found, and how the page looks. */
export function Colophon({ ctx }: { ctx: PageContext }) {
  const { t, city } = ctx;
  return (
    <footer class="colophon">
      <div class="wrap">
        <section>
          <h2>{t('ui.footer.who', { brand: city.brand })}</h2>
          {/* A city that has not been set up yet has nobody to name. */}
          {city.sponsor && <p>{t('ui.footer.run_by', { sponsor: city.sponsor, operator: city.operator })}</p>}
        </section>
        {ctx.footerLinks && ctx.footerLinks.length > 0 && (
          <section>
            <h2>{t('ui.footer.agreed')}</h2>
            <ul>
              {ctx.footerLinks.map((link) => (
                <li>
                  <a href={link.href}>{link.label}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t('ui.footer.find_us')}</h2>
          <p>
            <a href={`tel:${city.hotline}`}>{t('ui.footer.hotline', { hotline: city.hotline })}</a>
          </p>
          <p>{city.address}</p>
          <p>{city.hours}</p>
        </section>
        <Looks ctx={ctx} />
        <p class="fine">{t('ui.footer.charter')}</p>
      </div>
    </footer>
  );
}

/** Language and light or dark, for those who look for it at the end of the page. */
function Looks({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  const theme = ctx.theme ?? 'auto';
  return (
    <div class="looks">
      <p>
        <span>{t('ui.footer.theme')}</span>
        {themes.map((each) => (
          <a href={viewHref(each, ctx.path)} aria-current={each === theme ? 'true' : undefined}>
            {t(`ui.footer.theme_${each}`)}
          </a>
        ))}
      </p>
      {ctx.locales.length > 1 && (
        <p>
          <span>{t('ui.footer.language')}</span>
          {ctx.locales.map((locale) => (
            <a
              href={viewHref(locale, ctx.path)}
              lang={htmlLang(locale)}
              hreflang={htmlLang(locale)}
              aria-current={locale === ctx.locale ? 'true' : undefined}
            >
              {languageNames[locale]}
            </a>
          ))}
        </p>
      )}
    </div>
  );
}
