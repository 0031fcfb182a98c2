import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCityColours, cityCss, contrastRatio } from './city-css.ts';

const house = { primary: '#0f4a4e', accent: '#b5351d' };
const light = { paper: '#faf6ed', deep: '#f1eadb' };
const dark = '#151918';

function values(css: string, selector: string): Record<string, string> {
  const rule = css.split(selector)[1]?.split('{')[1]?.split('}')[0] ?? '';
  return Object.fromEntries(rule.split(';').map((each) => each.replace('--', '').split(':') as [string, string]));
}

describe('contrast', () => {
  it('measures as WCAG does', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
    expect(contrastRatio('#0f4a4e', '#0f4a4e')).toBe(1);
    expect(() => contrastRatio('red', '#ffffff')).toThrow(RangeError);
  });
});

describe('a city’s colours', () => {
  it('are accepted when they can be read', () => {
    expect(checkCityColours(house)).toEqual([]);
  });

  it.each([
    [{ primary: '#7fb8b4', accent: '#b5351d' }, [{ field: 'primary', code: 'contrast', ratio: 1.86 }]],
    [{ primary: '#0f4a4e', accent: '#ffcc00' }, [{ field: 'accent', code: 'contrast', ratio: 1.26 }]],
    [{ primary: 'green', accent: '#b5351d' }, [{ field: 'primary', code: 'format' }]],
    [{ primary: '#0f4a4e', accent: '#b5351d;}body{display:none' }, [{ field: 'accent', code: 'format' }]],
    [{ primary: '#0f4a4e', accent: '#10484e' }, [{ field: 'accent', code: 'alike' }]],
  ])('%j are refused', (colours, problems) => {
    expect(checkCityColours(colours)).toEqual(problems);
    expect(() => cityCss(colours)).toThrow(RangeError);
  });

  it('give a stylesheet that can be read, light and dark, whatever they are', () => {
    const colour = fc
      .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
      .map((rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`);
    let used = 0;
    fc.assert(
      fc.property(colour, colour, (primary, accent) => {
        fc.pre(checkCityColours({ primary, accent }).length === 0);
        used += 1;
        const css = cityCss({ primary, accent });
        const day = values(css, ':root{'.slice(0, -1));
        for (const name of ['green', 'vermilion']) {
          expect(contrastRatio(day[name] ?? '', light.paper)).toBeGreaterThanOrEqual(4.5);
          expect(contrastRatio(day[name] ?? '', light.deep)).toBeGreaterThanOrEqual(4.5);
          expect(contrastRatio(day[name] ?? '', day[`on-${name}`] ?? '')).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrastRatio(day.green ?? '', day['green-soft'] ?? '')).toBeGreaterThanOrEqual(4);
        const night = values(css, ':root[data-theme="dark"]');
        for (const name of ['green', 'vermilion']) {
          expect(contrastRatio(night[name] ?? '', dark)).toBeGreaterThanOrEqual(6.5);
          expect(contrastRatio(night[name] ?? '', night[`on-${name}`] ?? '')).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrastRatio(night.seal ?? '', night['on-seal'] ?? '')).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 150, seed: 7, maxSkipsPerRun: 1000 },
    );
    expect(used).toBe(150);
  });
});
