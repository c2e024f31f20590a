import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { everythingBut } from '../../harness/traffic/block-list.ts'

describe('the block list', () => {
  for (const admitted of ['127.0.0.1', '127.77.1.2', '10.0.0.255']) {
    it(`refuses everything but ${admitted}`, () => {
      // Node's list takes an IPv4 address for a mapped IPv6 one, k6's does not: one list for each family.
      const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
      for (const range of everythingBut(admitted)) {
        const [address = '', prefix] = range.split('/')
        const family = address.includes(':') ? 'ipv6' : 'ipv4'
        lists[family].addSubnet(address, Number(prefix), family)
      }
      assert.equal(lists.ipv4.check(admitted), false)
      for (const other of ['0.0.0.0', '127.0.0.2', '127.77.1.3', '127.77.1.0', '93.184.216.34', '255.255.255.255']) {
        assert.equal(lists.ipv4.check(other), true, other)
      }
      assert.equal(lists.ipv6.check('::1', 'ipv6'), true)
      assert.equal(lists.ipv6.check('2606:2800:220:1::1', 'ipv6'), true)
    })
  }
})
