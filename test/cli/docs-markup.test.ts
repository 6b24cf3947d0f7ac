import { expect, test } from "vitest";
import { breakable, html } from "../../cli/docs/markup.ts";

test("what is put in is text, in elements and in attributes, however deep it lies", () => {
  const hostile = `<b title="x">&'`;
  const escaped = "&lt;b title=&quot;x&quot;&gt;&amp;&#39;";
  expect(html`<p title="${hostile}">${[hostile, [html`<i>${hostile}</i>`]]}</p>`.text).toBe(
    `<p title="${escaped}">${escaped}<i>${escaped}</i></p>`,
  );
});

test("what is missing leaves nothing; numbers stand as they are", () => {
  expect(html`<p>${undefined}${0}${[]}${""}</p>`.text).toBe("<p>0</p>");
});

test("text that looks like a piece of ours is none", () => {
  const like = { text: "<script>" } as unknown as string;
  expect(() => html`${like}`).toThrow();
});

test("a name may be broken behind its joints", () => {
  expect(breakable("a_b.c/<d").text).toBe("a_<wbr>b.<wbr>c/<wbr>&lt;d");
});
