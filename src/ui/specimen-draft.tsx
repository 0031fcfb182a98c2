import { ComparedClause, DraftText } from './draft-text.tsx';
import { Section } from './layout.tsx';

// chinese: believable content to look at, shown to developers only

const piece = { depth: 1, parentAnchor: 'ch-1', text: '' } as const;
const lead = '携带犬只进入步道的，应当遵守下列规定：';

/** A draft as everybody reads it, and what a second version changed in it. */
export function SpecimenDraft() {
  return (
    <Section id="draft" title="草案">
      <DraftText
        pieces={[
          {
            anchor: 'ch-1',
            kind: 'chapter',
            label: '第一章',
            depth: 0,
            parentAnchor: null,
            text: '开放和使用',
            html: '',
          },
          {
            ...piece,
            anchor: 'art-1',
            kind: 'article',
            label: '第一条',
            html: '步道全年向公众免费开放，每日五时至二十三时。',
          },
          { ...piece, anchor: 'art-2', kind: 'article', label: '第二条', html: lead },
          {
            ...piece,
            anchor: 'art-2-i1',
            kind: 'item',
            label: '（一）',
            parentAnchor: 'art-2',
            html: '牵引绳不超过一点五米；',
          },
          {
            ...piece,
            anchor: 'art-2-i2',
            kind: 'item',
            label: '（二）',
            parentAnchor: 'art-2',
            html: '及时清理粪便。',
          },
        ]}
        aside={(anchor) => (anchor === 'art-2' ? <a href="/_specimen">3 条意见</a> : null)}
      />
      <ol class="compared-list">
        <ComparedClause
          piece={{
            anchor: 'art-1',
            label: '第二条',
            formerLabel: '第一条',
            title: false,
            change: 'changed',
            moved: false,
            parts: [
              { op: 'same', text: '步道全年向公众免费开放，每日' },
              { op: 'out', text: '五时' },
              { op: 'in', text: '四时三十分' },
              { op: 'same', text: '至二十三时。' },
            ],
          }}
        />
      </ol>
    </Section>
  );
}
