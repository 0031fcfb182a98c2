import { Button } from './button.tsx';
import { Chips, Choice } from './choice.tsx';
import { Checkbox, Field, FileField } from './field.tsx';
import { Filters } from './filters.tsx';
import { Actions, Fieldset, Form, Hidden } from './form.tsx';
import { Sheet } from './layout.tsx';
import { StarField } from './stars.tsx';
import { Lang, Unseen } from './text.tsx';

// chinese: believable content to look at, shown to developers only

const kinds = ['求助', '咨询', '投诉', '举报', '建议', '感谢'].map((label, i) => ({ value: String(i), label }));
const districts = [
  { value: 'east', label: '城东区', group: '主城' },
  { value: 'west', label: '城西区', group: '主城' },
  { value: 'qinghe', label: '清河镇', group: '郊县' },
];

function ListFilters() {
  return (
    <Filters
      action="/_specimen"
      values={{ kind: '0' }}
      active={[{ label: '求助', removeHref: '/_specimen' }]}
      clearHref="/_specimen"
    >
      <Field name="q" type="search" label="找什么" />
      <Field name="kind" type="select" label="类别" placeholder="全部" options={kinds} />
      <Field name="district" type="select" label="区县" placeholder="全部" options={districts} />
      <Field name="since" type="date" label="从哪天起" />
    </Filters>
  );
}

function Who() {
  return (
    <Fieldset legend="怎么找到您" hint="只用来联系您，不公开。">
      <Field name="tel" type="tel" label="手机号" />
      <Field name="mail" type="email" label="电子邮箱" optional />
      <Field name="count" type="number" label="大约有几户" width="short" after="户" min={1} />
      <Field name="when" type="datetime-local" label="什么时候" suggestions={['2026-11-18T21:00']} />
      <Field
        name="office"
        label="承办单位"
        suggestions={['市教育局', '市交通运输局']}
        width="half"
        hint="打拼音首字母即可"
      />
      <Checkbox name="notify" label="有进展发短信告诉我" hint="晚上十点到早上七点不发" />
    </Fieldset>
  );
}

function Wishes() {
  return (
    <>
      <Choice
        name="open"
        legend="信要不要公开"
        options={[
          { value: 'yes', label: '公开信和答复', note: '隐去姓名与电话，遇到同样事的人也能看到' },
          { value: 'no', label: '只给我一个人看', note: '您的身份只有受理处知道，承办单位看不到' },
        ]}
      />
      <Choice
        name="about"
        legend="还有什么"
        multiple
        optional
        value={['night']}
        options={[
          { value: 'night', label: '夜里发生' },
          { value: 'often', label: '不止一次' },
        ]}
      />
      <StarField name="outcome" legend="解决程度" value={4} />
    </>
  );
}

/** Every kind of field, with values kept and errors shown. */
export function SpecimenForms() {
  return (
    <>
      <ListFilters />
      <Sheet
        title="写给市长"
        lead="一件事写一封。写清楚什么时候、在哪里、您希望怎样，办起来最快。"
        aside={{
          title: '寄出以后',
          children: (
            <p class="quiet">
              不方便打字，打 <a href="tel:12345">12345</a>，接线员替您写。
              <Lang lang="en">English letters are welcome.</Lang>
            </p>
          ),
        }}
      >
        <Form
          id="write"
          action="/_specimen"
          multipart
          keepDraft
          values={{
            kind: '0',
            title: '槐荫路口没有红绿灯',
            text: '放学时车很多，太危险了。',
            open: 'yes',
            tel: '139 0000 271',
          }}
          errors={{
            place: '请写出事情发生的地点',
            text: '经过太短，请再写几句（至少 20 个字）',
            tel: '这个号码只有 10 位，手机号是 11 位',
            outcome: '请给解决程度打几颗星',
          }}
        >
          <Hidden name="draft" value="1" />
          <Chips name="kind" legend="这封信是" options={kinds} />
          <Field name="title" label="一句话说是什么事" maxLength={30} counted />
          <Field name="place" label="在哪里" hint="路名、小区、门牌，或附近的标志都行。" autocomplete="address-line1" />
          <Field name="text" type="textarea" label="经过和您的希望" minLength={20} counted />
          <FileField
            name="photos"
            label="照片"
            optional
            accept="image/*"
            multiple
            kept={[{ id: 'a1', name: '路口.jpg' }]}
          />
          <Who />
          <Wishes />
          <Field name="note" type="textarea" paper="plain" rows={3} label={<Unseen>备注</Unseen>} placeholder="备注" />
          <Actions note="寄出后马上给您一个编号，一小时内有人签收。">
            <Button primary>寄出</Button>
            <Button name="later" value="yes" formNoValidate>
              先存着
            </Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}
