#!/usr/bin/perl
# A customer's program with Net::SMPP. What it is told and what it prints: see
# e2e/tests/clients/program.rs.

use strict;
use warnings;
use utf8;

use Encode qw(decode encode);
use IO::Select;
use JSON::PP;
use Net::SMPP;

my %CODINGS = (gsm7 => 0, latin1 => 3, ucs2 => 8, binary => 4);
my %ALPHABETS = (0 => 'gsm0338', 3 => 'latin1', 8 => 'UTF-16BE');
my $UDHI    = 0x40;
my $RECEIPT = 0x3C;
my $SUBMIT_SM_RESP = 0x80000004;
my $DELIVER_SM     = 0x00000005;
my $ENQUIRE_LINK   = 0x00000015;

my $play = decode_json($ARGV[0]);
my @parts = map { cut($_) } 0 .. $#{ $play->{messages} };
my ($sent, $answered, $accepted, $receipts, $heard) = (0, 0, 0, 0, 0);
my %asked;    # sequence number -> which message it is of

$| = 1;

sub say_event { print JSON::PP->new->utf8->canonical->encode({@_}), "\n" }

# The library knows neither alphabets nor headers: 153 septets or 134 octets of UTF-16 behind a header
# of 6 octets (TS 23.040 s9.2.3.24.1).
sub cut {
    my ($message) = @_;
    my $told = $play->{messages}[$message];
    my $coding = $CODINGS{ $told->{form} };
    my $write = sub { encode($ALPHABETS{$coding}, $_[0]) };
    return { message => $message, coding => $coding, octets => pack('H*', $told->{body}) }
        if $told->{form} eq 'binary';
    return { message => $message, coding => $coding, octets => $write->($told->{body}), way => $told->{way} }
        if $told->{way} ne 'udh';
    my $room = $told->{form} eq 'ucs2' ? 134 : 153;
    my @pieces = ('');
    for my $letter (split //, $told->{body}) {
        my $octets = $write->($letter);
        push @pieces, '' if length($pieces[-1]) + length($octets) > $room;
        $pieces[-1] .= $octets;
    }
    return map {
        my $header = pack('C6', 5, 0, 3, $message + 1, scalar @pieces, $_ + 1);
        { message => $message, coding => $coding, octets => $header . $pieces[$_], udhi => $UDHI }
    } 0 .. $#pieces;
}

sub bind_as {
    my ($kind) = @_;
    my $new = "new_$kind";
    my ($session, $answer) = Net::SMPP->$new(
        $play->{host},
        port      => $play->{port},
        system_id => $play->{system_id},
        password  => $play->{password},
    );
    die "no connection: $!" if !$session;
    if ($answer->status != 0) {
        say_event(event => 'refused', status => $answer->status);
        exit 0;
    }
    return $session;
}

sub submit {
    my ($session, $part) = @_;
    my $payload = ($part->{way} // '') eq 'payload';
    my $sequence = $session->submit_sm(
        async               => 1,
        source_addr         => $play->{from},
        dest_addr_ton       => 1,
        dest_addr_npi       => 1,
        destination_addr    => $play->{to},
        esm_class           => $part->{udhi} // 0,
        registered_delivery => 1,
        data_coding         => $part->{coding},
        ($payload ? (message_payload => $part->{octets}) : (short_message => $part->{octets})),
    );
    $asked{$sequence} = $part->{message};
    $sent++;
}

sub came {
    my ($session, $pdu) = @_;
    if ($pdu->{cmd} == $SUBMIT_SM_RESP) {
        my $message = delete $asked{ $pdu->{seq} };
        $answered++;
        $accepted++ if $pdu->{status} == 0;
        say_event(event => 'answer', message => $message, status => $pdu->{status}, id => $pdu->{message_id});
    } elsif ($pdu->{cmd} == $DELIVER_SM) {
        delivered($pdu);
        $session->deliver_sm_resp(seq => $pdu->{seq}, message_id => '');
    } elsif ($pdu->{cmd} == $ENQUIRE_LINK) {
        $session->enquire_link_resp(seq => $pdu->{seq});
    }
}

sub delivered {
    my ($pdu) = @_;
    my $octets = length $pdu->{short_message} ? $pdu->{short_message} : $pdu->{message_payload};
    if ($pdu->{esm_class} & $RECEIPT) {
        my ($id, $stat) = $octets =~ /^id:(\S+) .* stat:(\S+) / or die "no receipt: $octets";
        my $tlv = $pdu->{receipted_message_id};
        $tlv =~ s/\0$// if defined $tlv;
        $receipts++;
        say_event(event => 'receipt', id => $id, stat => $stat, tlv => $tlv, text => $octets);
    } else {
        my $text = decode($ALPHABETS{ $pdu->{data_coding} }, $octets);
        $heard++;
        say_event(event => 'heard', from => $pdu->{source_addr}, to => $pdu->{destination_addr}, text => $text);
    }
}

sub is_over {
    return $answered == @parts && $receipts == $accepted && $heard == $play->{texts};
}

my @kinds = $play->{pair} ? qw(transmitter receiver) : qw(transceiver);
my @sessions = map { bind_as($_) } @kinds;
say_event(event => 'bound');
my $select = IO::Select->new(@sessions);
while (!is_over()) {
    submit($sessions[0], $parts[$sent]) while $sent < @parts && $sent - $answered < $play->{window};
    for my $session ($select->can_read) {
        came($session, $session->read_pdu // die 'the gateway has closed the connection');
    }
}
for my $session (@sessions) {
    die 'unbind is not answered' if !$session->unbind;
}
say_event(event => 'unbound');
