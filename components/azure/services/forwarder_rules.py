"""What a forwarder does, as text: it passes packets to one address and port, answers nobody itself, and nobody signs in.

Sources: nftables wiki, "Performing Network Address Translation (NAT)"; cloud-init, "Cloud config examples"; Microsoft Learn,
"What is IP address 168.63.129.16?" (that address gives out the machine's own and probes it).
"""

from base64 import b64encode

FORWARDING = "net.ipv4.ip_forward = 1\n"

RULES = """\
table ip forwarder
delete table ip forwarder
table ip forwarder {{
  chain arriving {{
    type nat hook prerouting priority dstnat; policy accept;
    tcp dport {port} dnat to {address}:{port}
  }}
  chain passing {{
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ip daddr {address} tcp dport {port} ct state new accept
  }}
  chain leaving {{
    type nat hook postrouting priority srcnat; policy accept;
    ip daddr {address} tcp dport {port} masquerade
  }}
  chain here {{
    type filter hook input priority filter; policy drop;
    iif lo accept
    ct state established,related accept
    udp sport 67 udp dport 68 accept
  }}
}}
table ip6 forwarder
delete table ip6 forwarder
table ip6 forwarder {{
  chain passing {{
    type filter hook forward priority filter; policy drop;
  }}
  chain here {{
    type filter hook input priority filter; policy drop;
    iif lo accept
  }}
}}
"""

CLOUD_CONFIG = """\
#cloud-config
package_update: false
ssh_pwauth: false
disable_root: true
write_files:
  - path: /etc/sysctl.d/60-forwarder.conf
    permissions: "0644"
    content: |
{forwarding}
  - path: /etc/nftables.conf
    permissions: "0644"
    content: |
{rules}
runcmd:
  - [systemctl, mask, --now, ssh.socket, ssh.service]
  - [systemctl, enable, nftables.service]
  - [systemctl, restart, nftables.service]
  - [sysctl, --system]
"""


def rules(address: str, port: int) -> str:
    """The packet filter's rules: TCP for ``port`` goes on to ``address``, everything else is dropped."""
    return RULES.format(address=address, port=port)


def custom_data(address: str, port: int) -> str:
    """What cloud-init is told at the first start of every new disk, in base64. It fetches nothing."""
    config = CLOUD_CONFIG.format(forwarding=_indented(FORWARDING), rules=_indented(rules(address, port)))
    return b64encode(config.encode()).decode()


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())
