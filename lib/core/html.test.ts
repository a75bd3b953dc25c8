import { expect, test } from 'vitest'
import { html, NO_HTML } from './html'

test('a value stays text, in an element and in an attribute', () => {
  const name = `"><script>alert('1')</script>&amp;`
  expect(html`<td title="${name}">${name}</td>`.text).toBe(
    '<td title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</td>',
  )
})

test('markup within markup is not escaped again', () => {
  const cells = ['a', '<b>'].map((text) => html`<td>${text}</td>`)
  expect(html`<tr>${cells}${NO_HTML}${html`<td></td>`}</tr>`.text).toBe(
    '<tr><td>a</td><td>&lt;b&gt;</td><td></td></tr>',
  )
})
