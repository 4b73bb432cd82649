import { describe, expect, test } from "vitest"
import { findClientNetwork } from "./client-network.ts"

describe("whose budget a request is counted on", () => {
  test.each([
    [
      "without a proxy, the socket's, whatever is claimed",
      "203.0.113.9",
      "1.2.3.4, 5.6.7.8",
      0,
      "203.0.113.9",
    ],
    ["behind one proxy, what that proxy saw", "10.0.0.1", "203.0.113.9", 1, "203.0.113.9"],
    [
      "behind one proxy, not what the visitor wrote to its left",
      "10.0.0.1",
      "1.2.3.4, 203.0.113.9",
      1,
      "203.0.113.9",
    ],
    [
      "behind two proxies, what the outer one saw",
      "10.0.0.2",
      "1.2.3.4, 203.0.113.9, 10.0.0.1",
      2,
      "203.0.113.9",
    ],
    ["asked past the proxy, the socket's", "203.0.113.9", null, 1, "203.0.113.9"],
    ["with something that is no address, the proxy's", "10.0.0.1", "unknown", 1, "10.0.0.1"],
    ["with a header that would break a log, the proxy's", "10.0.0.1", "1.2.3.4\u0000<script>", 1, "10.0.0.1"],
    ["with empty places in the header, what is there", "10.0.0.1", " , ,203.0.113.9,", 1, "203.0.113.9"],
    ["an IPv4 address written as IPv6 is the IPv4 address", "::ffff:203.0.113.9", null, 0, "203.0.113.9"],
    ["an IPv6 address is its /64", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", null, 0, "2001:db8:1:2::/64"],
    ["another in the same /64 is the same", "2001:0db8:0001:0002::1", null, 0, "2001:db8:1:2::/64"],
    ["one in the next /64 is another", "2001:db8:1:3::1", null, 0, "2001:db8:1:3::/64"],
    ["a short one is written out", "::1", null, 0, "0:0:0:0::/64"],
    ["one with a zone has none", "fe80::1%eth0", null, 0, "fe80:0:0:0::/64"],
  ] as const)("%s", (_, socket, forwarded, proxies, network) => {
    expect(findClientNetwork(socket, forwarded, proxies)).toBe(network)
  })

  test("rotating the claimed address never gives a fresh budget", () => {
    const claimed = Array.from({ length: 50 }, (_, index) => `198.51.100.${index}, 203.0.113.9`)
    expect(new Set(claimed.map((header) => findClientNetwork("10.0.0.1", header, 1)))).toEqual(
      new Set(["203.0.113.9"]),
    )
  })
})
