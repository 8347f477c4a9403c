package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPolicyTest {
  private static final EndpointPolicy LOOPBACK = EndpointPolicy.PUBLIC.allowingLoopback();
  private static final EndpointPolicy PRIVATE = EndpointPolicy.PUBLIC.allowingPrivate();
  private static final EndpointPolicy BOTH = LOOPBACK.allowingPrivate();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      textBlock =
          """
          1.0.0.0,                  public
          8.8.8.8,                  public
          9.255.255.255,            public
          11.0.0.0,                 public
          100.63.255.255,           public
          100.128.0.0,              public
          126.255.255.255,          public
          128.0.0.0,                public
          169.253.255.255,          public
          169.255.0.0,              public
          172.15.255.255,           public
          172.32.0.0,               public
          192.0.1.0,                public
          192.167.255.255,          public
          192.169.0.0,              public
          198.17.255.255,           public
          198.20.0.0,               public
          223.255.255.255,          public
          2001:200::1,              public
          2400:cb00::1,             public
          2606:4700:4700::1111,     public
          64:ff9b::8.8.8.8,         public
          ::ffff:8.8.8.8,           public
          127.0.0.1,                loopback
          127.255.255.255,          loopback
          ::1,                      loopback
          ::ffff:127.0.0.1,         loopback
          10.0.0.0,                 private
          10.255.255.255,           private
          172.16.0.0,               private
          172.31.255.255,           private
          192.168.0.1,              private
          100.64.0.0,               private
          100.127.255.255,          private
          fc00::1,                  private
          fdff::1,                  private
          ::ffff:192.168.0.1,       private
          0.0.0.0,                  never
          0.255.255.255,            never
          169.254.0.1,              never
          169.254.169.254,          never
          192.0.0.8,                never
          192.0.2.1,                never
          192.88.99.1,              never
          198.18.0.1,               never
          198.19.255.255,           never
          198.51.100.1,             never
          203.0.113.1,              never
          224.0.0.1,                never
          239.255.255.255,          never
          240.0.0.1,                never
          255.255.255.255,          never
          ::,                       never
          ::2,                      never
          ::127.0.0.1,              never
          ::8.8.8.8,                never
          ::ffff:0.0.0.0,           never
          ::ffff:169.254.169.254,   never
          fe80::1,                  never
          febf::1,                  never
          fec0::1,                  never
          ff02::1,                  never
          2001::1,                  never
          2001:1::1,                never
          2001:db8::1,              never
          2002:7f00:1::1,           never
          2002:0808:0808::1,        never
          3fff::1,                  never
          64:ff9b::127.0.0.1,       never
          64:ff9b::10.0.0.1,        never
          64:ff9b::169.254.169.254, never
          64:ff9b:1::8.8.8.8,       never
          100::1,                   never
          5f00::1,                  never
          4000::1,                  never
          """)
  void an_address_is_allowed_by(String address, String by) throws UnknownHostException {
    InetAddress one = InetAddress.getByName(address); // all are addresses: nothing is looked up

    assertThat(EndpointPolicy.PUBLIC.allows(one)).isEqualTo(by.equals("public"));
    assertThat(LOOPBACK.allows(one)).isEqualTo(by.matches("public|loopback"));
    assertThat(PRIVATE.allows(one)).isEqualTo(by.matches("public|private"));
    assertThat(BOTH.allows(one)).isEqualTo(!by.equals("never"));
  }

  @Test
  void an_address_that_a_name_stands_before_is_judged_like_any_other() throws UnknownHostException {
    InetAddress named =
        InetAddress.getByAddress("public.example", new byte[] {(byte) 169, (byte) 254, 1, 1});

    assertThat(BOTH.allows(named)).isFalse();
  }
}
